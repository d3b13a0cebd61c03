//! Logstores are encrypted at rest.

use crate::api::sls;
use crate::checks::{Check, Covers};
use crate::domain::{Effort, Resource, Severity};
use crate::evaluate::{Account, Item, Logic, Outcome, Sheet, fail, not_applicable, pass, skip};
use crate::text::Phrase;

/// The facts of this check.
pub static CHECK: Check = Check {
    id: "sls-logstore-encrypted",
    severity: Severity::Medium,
    effort: Effort::Change,
    resource: "logstore",
    title: Phrase { en: "Logstores are encrypted at rest", zh: "日志库启用静态加密" },
    pass_when: Phrase {
        en: "GetLogStore is read; passes when encrypt_conf.enable is true, with the service key or a customer key.",
        zh: "读取 GetLogStore；encrypt_conf.enable 为 true 时通过，使用服务密钥或自带密钥均可。",
    },
    risk: Phrase {
        en: "Logs hold addresses, user names and sometimes personal data; stored in the clear they are easier to disclose.",
        zh: "日志含地址、用户名，有时还有个人信息；明文存储更容易被泄露。",
    },
    remediation: Phrase {
        en: "Log Service console > the logstore > Modify: turn on encryption and choose the KMS key. The algorithm and the key cannot be changed later.",
        zh: "在“日志服务控制台 > 日志库 > 修改”中开启数据加密并选择 KMS 密钥；加密算法与密钥设定后不可更改。",
    },
    cli: "aliyun sls UpdateLogStoreEncryption --project <project> --logstore <logstore> --body '{\"enable\":true,\"encryptType\":\"default\"}'",
    reads: &[&sls::LOGSTORE],
    params: &[],
    covers: &[Covers { source: "cloud-config", rule: "sls-logstore-enabled-encrypt" }],
    references: &["https://help.aliyun.com/document_detail/409461.html"],
    logic: Logic::Custom(judge_all),
};

fn judge_all(account: &Account<'_>, sheet: &mut Sheet<'_>) {
    let listing = account.list(&sls::LOGSTORES);
    if listing.items.is_empty() && listing.gaps.is_empty() {
        sheet.account(not_applicable("no logstore in the account", "账号内没有日志库"));
    }
    for logstore in sheet.items_of(listing) {
        sheet.resource(resource(&logstore), judge(&logstore));
    }
}

/// Names of logstores are unique in their project only.
fn resource(logstore: &Item<'_>) -> Resource {
    let (project, name) = (logstore.sent("project"), logstore.id());
    let (region, account) = (logstore.region(), logstore.account().id());
    Resource {
        id: format!("{project}/{name}"),
        arn: format!("acs:log:{region}:{account}:project/{project}/logstore/{name}"),
        ..logstore.resource()
    }
}

fn judge(logstore: &Item<'_>) -> Outcome {
    let Some(settings) = logstore.ask(&sls::LOGSTORE)?.got() else { return skip() };
    // A logstore that was never encrypted has no `encrypt_conf`.
    if !settings.has("encrypt_conf") {
        return fail("encryption was never set", "未配置数据加密");
    }
    let conf = settings.at("encrypt_conf");
    if !conf.flag("enable")? {
        return fail("encrypt_conf.enable is false", "encrypt_conf.enable 为 false");
    }
    match conf.text("user_cmk_info.cmk_key_id") {
        "" => pass("encrypted with the service key", "已使用服务密钥加密"),
        key => pass(format!("encrypted with key {key}"), format!("已使用密钥 {key} 加密")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::domain::FindingStatus::{self, Fail, NotApplicable, NotAssessed, Pass};
    use crate::evaluate::fixture::Fixture;

    const PROJECT: &[(&str, &str)] = &[("project", "p-1")];
    const LOGSTORE: &[(&str, &str)] = &[("project", "p-1"), ("logstore", "app")];

    fn logstores() -> Fixture {
        let account = Fixture::new().list(&sls::PROJECTS, json!([{ "projectName": "p-1" }]));
        account.detail_list(&sls::LOGSTORES, PROJECT, json!(["app"]))
    }

    fn verdict(body: Value) -> FindingStatus {
        logstores().detail(&sls::LOGSTORE, LOGSTORE, body).verdict(&CHECK)
    }

    #[test]
    fn the_switch_decides() {
        let own = json!({ "enable": true, "user_cmk_info": { "cmk_key_id": "key-1" } });
        for (conf, expected) in [
            (json!({ "enable": true }), Pass),
            (own, Pass),
            (json!({ "enable": false, "encrypt_type": "default" }), Fail),
            (Value::Null, Fail),
            (json!({ "encrypt_type": "default" }), NotAssessed),
        ] {
            assert_eq!(verdict(json!({ "ttl": 30, "encrypt_conf": conf })), expected, "{conf}");
        }
    }

    #[test]
    fn a_missing_answer_is_no_verdict() {
        assert_eq!(logstores().denied(&sls::LOGSTORE, LOGSTORE).verdict(&CHECK), NotAssessed);
        let unlisted = Fixture::new().list(&sls::PROJECTS, json!([{ "projectName": "p-1" }]));
        assert_eq!(unlisted.denied(&sls::LOGSTORES, PROJECT).verdict(&CHECK), NotAssessed);
        assert_eq!(Fixture::new().denied(&sls::PROJECTS, &[]).verdict(&CHECK), NotAssessed);
    }

    #[test]
    fn an_account_without_logstores_is_not_applicable() {
        assert_eq!(Fixture::new().list(&sls::PROJECTS, json!([])).verdict(&CHECK), NotApplicable);
    }
}
