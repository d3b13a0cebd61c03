//! Object storage, 2019-05-17. Answers are XML; the root element is left out.

use super::products::OSS;
use super::{Call, Each, Paging, Scope, Subject};

/// Buckets of every region.
pub static BUCKETS: Call = Call {
    scope: Scope::Once,
    paging: Paging::Marker { marker: "marker", next: "NextMarker", size: ("max-keys", 1000) },
    items: "Buckets.Bucket",
    subject: Some(Subject {
        region: "Location",
        ..Subject::new("Name", "ALIYUN::OSS::Bucket", "acs:oss:{region}:{account}:{id}")
    }),
    ..Call::new(&OSS, "oss:ListBuckets", "ListBuckets", "oss:ListBuckets")
};

/// A call for each bucket, made in the bucket's region.
const fn of_bucket(id: &'static str, action: &'static str, path: &'static str) -> Call {
    let mut call = Call::new(&OSS, id, action, id);
    call.path = path;
    call.scope = Scope::Each(Each { of: &BUCKETS, send: &[("bucket", "Name")], region: Some("Location"), only: None });
    call
}

/// Whether public access is blocked for the whole account.
pub static ACCOUNT_BLOCK: Call = Call {
    path: "/?publicAccessBlock",
    scope: Scope::Once,
    absent: &["NoSuchPublicAccessBlockConfiguration"],
    ..Call::new(&OSS, "oss:GetPublicAccessBlock", "GetPublicAccessBlock", "oss:GetPublicAccessBlock")
};

/// Whether public access is blocked for a bucket.
pub static BLOCK: Call = Call {
    absent: &["NoSuchPublicAccessBlockConfiguration"],
    ..of_bucket("oss:GetBucketPublicAccessBlock", "GetBucketPublicAccessBlock", "?publicAccessBlock")
};

/// Access control list of a bucket.
pub static ACL: Call = of_bucket("oss:GetBucketAcl", "GetBucketAcl", "?acl");

/// Policy of a bucket: the policy document itself.
pub static POLICY: Call =
    Call { absent: &["NoSuchBucketPolicy"], ..of_bucket("oss:GetBucketPolicy", "GetBucketPolicy", "?policy") };

/// Whether the provider sees the policy of a bucket as public.
pub static POLICY_STATUS: Call = Call {
    absent: &["NoSuchBucketPolicy"],
    ..of_bucket("oss:GetBucketPolicyStatus", "GetBucketPolicyStatus", "?policyStatus")
};

/// Default encryption.
pub static ENCRYPTION: Call = Call {
    absent: &["NoSuchServerSideEncryptionRule"],
    ..of_bucket("oss:GetBucketEncryption", "GetBucketEncryption", "?encryption")
};

/// Access log; an empty answer when it is off.
pub static LOGGING: Call = of_bucket("oss:GetBucketLogging", "GetBucketLogging", "?logging");

/// Versioning; an empty answer when it was never on.
pub static VERSIONING: Call = of_bucket("oss:GetBucketVersioning", "GetBucketVersioning", "?versioning");

/// Hotlink protection; empty lists when there is none.
pub static REFERER: Call = of_bucket("oss:GetBucketReferer", "GetBucketReferer", "?referer");

/// Lifecycle rules.
pub static LIFECYCLE: Call =
    Call { absent: &["NoSuchLifecycle"], ..of_bucket("oss:GetBucketLifecycle", "GetBucketLifecycle", "?lifecycle") };

/// Replication rules.
pub static REPLICATION: Call = Call {
    absent: &["NoSuchReplicationConfiguration"],
    ..of_bucket("oss:GetBucketReplication", "GetBucketReplication", "?replication")
};

/// Retention policy.
pub static WORM: Call =
    Call { absent: &["NoSuchWORMConfiguration"], ..of_bucket("oss:GetBucketWorm", "GetBucketWorm", "?worm") };

/// Permitted TLS versions.
pub static HTTPS: Call = Call {
    absent: &["NoSuchHttpsConfig"],
    ..of_bucket("oss:GetBucketHttpsConfig", "GetBucketHttpsConfig", "?httpsConfig")
};

/// Facts of a bucket.
pub static INFO: Call = of_bucket("oss:GetBucketInfo", "GetBucketInfo", "?bucketInfo");

/// A sample of the objects of a bucket: the first of the list. Not continued on purpose.
pub static OBJECTS: Call = Call {
    ram: "oss:ListObjects",
    items: "Contents",
    ..of_bucket("oss:ListObjectsV2", "ListObjectsV2", "?list-type=2&max-keys=20")
};

/// Access control list of an object of the sample.
pub static OBJECT_ACL: Call = Call {
    path: "?acl",
    absent: &["NoSuchKey"],
    ..Call::each(
        &OSS,
        "oss:GetObjectAcl",
        "GetObjectAcl",
        "oss:GetObjectAcl",
        &OBJECTS,
        &[("bucket", "^bucket"), ("key", "Key")],
    )
};
