//! What a call is.

/// A product of the provider, as its interfaces see it.
#[derive(Debug, PartialEq, Eq)]
pub struct Product {
    /// Key of the endpoint table, in lower case: `rds`, `r-kvstore`, `waf-openapi`.
    pub id: &'static str,
    /// Version of the interface, `2014-08-15`.
    pub version: &'static str,
    /// How requests are made and signed.
    pub style: Style,
    /// Where it is asked.
    pub home: Home,
}

/// How requests are made and signed, and which shape errors have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// POST to `/` with the parameters in the query; ACS3 signature; JSON.
    Rpc,
    /// A method and a path per action; ACS3 signature; JSON.
    Roa,
    /// Object storage: sub-resources of a bucket; OSS4 signature; XML.
    Oss,
    /// Log service: paths under a project's host; SLS4 signature; JSON.
    Sls,
}

/// Where a product is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// In each region by itself.
    Regions,
    /// Once for the account.
    Central,
    /// At each of two centres that know nothing of each other: the mainland's and the one for the rest of the world.
    Centres(&'static [&'static str]),
}

/// One action with the parameters by which we call it.
///
/// Two calls of one action with other fixed parameters are two calls, with two ids.
#[derive(Debug)]
pub struct Call {
    /// Identifier in snapshots, `<product>:<action>`, with `?Name=Value` for fixed parameters that tell two calls apart.
    pub id: &'static str,
    /// The product.
    pub product: &'static Product,
    /// The action's name.
    pub action: &'static str,
    /// The RAM permission it needs, `rds:DescribeDBInstanceSSL`.
    pub ram: &'static str,
    /// Path with `{name}` for parameters. RPC: `/`. OSS: the sub-resource of the bucket, `?policy`, or `/` for the service itself.
    pub path: &'static str,
    /// How often it is called, and with what.
    pub scope: Scope,
    /// Parameters that are always sent.
    pub fixed: &'static [(&'static str, &'static str)],
    /// Name of the parameter that carries the region, where the action wants one.
    pub region_param: Option<&'static str>,
    /// How a list is continued.
    pub paging: Paging,
    /// Path of the list in the answer, `Items.DBInstance`; empty when the answer is no list.
    pub items: &'static str,
    /// What an item of the list is, where checks judge items.
    pub subject: Option<Subject>,
    /// Error codes (or beginnings of codes) that mean: it is not set, there is none. An answer, not a failure.
    pub absent: &'static [&'static str],
    /// Error codes (or beginnings of codes) that mean: the product is not opened, not bought, or not offered in the region.
    pub unopened: &'static [&'static str],
}

/// How often a call is made.
#[derive(Debug)]
pub enum Scope {
    /// As often as the product's home says: per region, once, or per centre.
    Home,
    /// Once for the account although the product is regional; asked in the account's home region.
    Once,
    /// Once for each item of another list.
    Each(Each),
}

/// A call for each item of another list.
#[derive(Debug)]
pub struct Each {
    /// The list.
    pub of: &'static Call,
    /// Parameter name -> where its value is: a path in the item, `""` for the item itself (a list of strings), or
    /// `"^name"` for a parameter of the request that gave the list; in `[…]` it is sent as a JSON list of one.
    pub send: &'static [(&'static str, &'static str)],
    /// Path in the item of the region to ask in, for lists that are not regional themselves; a leading `oss-` is dropped.
    pub region: Option<&'static str>,
    /// Only for items with one of these values (any case) at this path.
    pub only: Option<(&'static str, &'static [&'static str])>,
}

/// How a list is continued. Names are those of request and answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paging {
    /// One answer holds everything.
    None,
    /// A token in the answer is sent with the next request; the end is an empty or absent token.
    Token {
        /// Its name in request and answer, `NextToken`.
        token: &'static str,
        /// Parameter and value of the page size; an empty name sends none.
        size: (&'static str, u32),
    },
    /// `IsTruncated` says whether `Marker` continues.
    Marker {
        /// Name of the marker in the request, `Marker`.
        marker: &'static str,
        /// Name of the marker in the answer, `Marker` or `NextMarker`.
        next: &'static str,
        /// Parameter and value of the page size.
        size: (&'static str, u32),
    },
    /// Numbered pages, from 1.
    Number {
        /// Name of the page number in the request.
        page: &'static str,
        /// Parameter and value of the page size.
        size: (&'static str, u32),
        /// Path of the total in the answer; empty when there is none.
        total: &'static str,
    },
    /// Offset and size, from 0.
    Offset {
        /// Parameter and value of the page size.
        size: (&'static str, u32),
        /// Path of the total in the answer.
        total: &'static str,
    },
}

/// What an item of a list is, to name it in findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Path of the id in the item; `""` for the item itself.
    pub id: &'static str,
    /// Path of the display name; the id when empty or absent.
    pub name: &'static str,
    /// Resource type, `ALIYUN::RDS::DBInstance`.
    pub kind: &'static str,
    /// Resource name with `{region}`, `{account}` and `{id}`: `acs:rds:{region}:{account}:dbinstance/{id}`.
    pub arn: &'static str,
    /// Path of the item's region, for lists that are not regional; a leading `oss-` is dropped.
    pub region: &'static str,
}

impl Subject {
    /// A subject with its id, type and resource name; the id is also its name.
    pub const fn new(id: &'static str, kind: &'static str, arn: &'static str) -> Self {
        Subject { id, name: "", kind, arn, region: "" }
    }
}

impl Call {
    /// A call as often as the product's home says, without paging.
    pub const fn new(product: &'static Product, id: &'static str, action: &'static str, ram: &'static str) -> Self {
        Call {
            id,
            product,
            action,
            ram,
            path: "/",
            scope: Scope::Home,
            fixed: &[],
            region_param: None,
            paging: Paging::None,
            items: "",
            subject: None,
            absent: &[],
            unopened: &[],
        }
    }

    /// A call for each item of another list, without paging.
    pub const fn each(
        product: &'static Product,
        id: &'static str,
        action: &'static str,
        ram: &'static str,
        of: &'static Call,
        send: &'static [(&'static str, &'static str)],
    ) -> Self {
        let mut call = Call::new(product, id, action, ram);
        call.scope = Scope::Each(Each { of, send, region: None, only: None });
        call
    }

    /// The list that this call goes through, if it is one for each item.
    pub fn parent(&self) -> Option<&'static Call> {
        match &self.scope {
            Scope::Each(each) => Some(each.of),
            Scope::Home | Scope::Once => None,
        }
    }

    /// This call and the lists it goes through, this one first.
    pub fn with_parents(&'static self) -> impl Iterator<Item = &'static Call> {
        std::iter::successors(Some(self), |call| call.parent())
    }

    /// True when an error code is one of those that mean "there is none".
    pub fn says_absent(&self, code: &str) -> bool {
        begins(self.absent, code)
    }

    /// True when an error code is one of those that mean "not opened, not bought, not offered here".
    pub fn says_unopened(&self, code: &str) -> bool {
        begins(self.unopened, code)
    }
}

fn begins(codes: &[&str], code: &str) -> bool {
    codes.iter().any(|c| code.get(..c.len()).is_some_and(|head| head.eq_ignore_ascii_case(c)))
}

impl PartialEq for Call {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
