//! Bucket has hotlink protection.

use crate::api::oss;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Severity};
use crate::evaluate::{Item, Logic, Outcome, fail, pass};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "oss-bucket-referer-set",
    severity: Severity::Low,
    effort: Effort::Change,
    resource: "bucket",
    title: Phrase { en: "Bucket has hotlink protection", zh: "存储空间已设置防盗链" },
    pass_when: Phrase {
        en: "GetBucketReferer is read; the bucket passes when RefererList or RefererBlacklist holds at least one entry and no permitted entry is \"*\". AllowEmptyReferer is shown as a further fact.",
        zh: "读取 GetBucketReferer；RefererList 或 RefererBlacklist 至少含一项且白名单不含“*”即通过，AllowEmptyReferer 作为补充信息展示。",
    },
    risk: Phrase {
        en: "Other sites can embed the files and cause traffic cost; the Referer header can be forged, so this is no access control.",
        zh: "其他站点可盗链文件并产生流量费用；Referer 可伪造，因此不能替代访问控制。",
    },
    remediation: Phrase {
        en: "Enter the permitted site addresses under Permission Control > Hotlink Protection and refuse empty Referers for browser-only content.",
        zh: "在“权限控制 > 防盗链”中填写允许的站点；仅供浏览器访问的内容应拒绝空 Referer。",
    },
    cli: "aliyun ossutil api put-bucket-referer --bucket <bucket> --referer-configuration '{\"AllowEmptyReferer\":false,\"RefererList\":{\"Referer\":[\"https://<site>\"]}}'",
    reads: &[&oss::REFERER],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "oss-bucket-referer-enabled" }],
    references: &["https://help.aliyun.com/zh/oss/developer-reference/put-bucket-referer"],
    logic: Logic::Items { of: &oss::BUCKETS, judge },
};

fn judge(bucket: &Item<'_>) -> Outcome {
    let config = bucket.ask(&oss::REFERER)?.must()?;
    let empty = config.flag("AllowEmptyReferer")?;
    // Lists are empty elements while there is no protection; an entry `*` permits every site.
    let real = |path: &str| config.texts(path).iter().filter(|r| !r.is_empty() && !is_every_site(r)).count();
    let (white, black) = (real("RefererList.Referer"), real("RefererBlacklist.Referer"));
    let open = config.texts("RefererList.Referer").iter().any(|r| is_every_site(r));
    let found = (
        format!("permitted sites {white}, refused sites {black}, AllowEmptyReferer {empty}"),
        format!("白名单 {white} 项，黑名单 {black} 项，AllowEmptyReferer 为 {empty}"),
    );
    if !open && (white > 0 || black > 0) {
        pass(found.0, found.1)
    } else {
        fail(format!("no hotlink protection: {}", found.0), format!("未设置有效的防盗链：{}", found.1))
    }
}

/// True for `*` and what amounts to it: `http://*`, `*://*`, `https://*.*`.
fn is_every_site(entry: &str) -> bool {
    let site = entry.split_once("://").map_or(entry, |(_, site)| site);
    site.contains('*') && site.chars().all(|c| matches!(c, '*' | '?' | '.' | '/'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::FindingStatus::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const B: &[(&str, &str)] = &[("bucket", "b")];

    fn bucket() -> Fixture {
        Fixture::new().list(&oss::BUCKETS, json!([{ "Name": "b", "Location": "oss-cn-hangzhou" }]))
    }

    #[test]
    fn one_real_entry_passes() {
        for (white, black, expected) in [
            (json!("https://www.example.com"), json!([]), Pass),
            (json!([]), json!(["http://*.thief.example"]), Pass),
            (json!([]), json!([]), Fail),
            (json!(""), json!(""), Fail),
            (json!(["https://www.example.com", "*"]), json!([]), Fail),
            (json!(["https://www.example.com", "http://*"]), json!([]), Fail),
            (json!("*"), json!("http://*.thief.example"), Fail),
        ] {
            let config = json!({ "AllowEmptyReferer": "true", "RefererList": { "Referer": white.clone() },
                "RefererBlacklist": { "Referer": black } });
            assert_eq!(bucket().detail(&oss::REFERER, B, config).verdict(&CHECK), expected, "{white}");
        }
        assert_eq!(bucket().detail(&oss::REFERER, B, json!({})).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(bucket().denied(&oss::REFERER, B).verdict(&CHECK), NotAssessed);
        assert_eq!(bucket().verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&oss::BUCKETS, &[]).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().list(&oss::BUCKETS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
