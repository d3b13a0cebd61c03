"""The official SDKs against the emulator: signatures, paging, shapes of answers and of errors."""
import sys

import alibabacloud_oss_v2 as oss
from alibabacloud_cs20151215 import models as cs_models
from alibabacloud_cs20151215.client import Client as Cs
from alibabacloud_ecs20140526 import models as ecs_models
from alibabacloud_ecs20140526.client import Client as Ecs
from alibabacloud_ims20190815 import models as ims_models
from alibabacloud_ims20190815.client import Client as Ims
from alibabacloud_rds20140815 import models as rds_models
from alibabacloud_rds20140815.client import Client as Rds
from alibabacloud_sls20201230 import models as sls_models
from alibabacloud_sls20201230.client import Client as Sls
from alibabacloud_sts20150401 import models as sts_models
from alibabacloud_sts20150401.client import Client as Sts
from alibabacloud_tea_openapi.utils_models import Config

PROXY = f"http://{sys.argv[1]}"
KEY, SECRET = "LTAI5tEmulatedKey00001", "EmulatedSecretPlanted0123456789"
ACCOUNT = "1234567890123456"
passed, failed = 0, []


def config(endpoint, secret=SECRET, key=KEY, token=None):
    return Config(access_key_id=key, access_key_secret=secret, security_token=token, endpoint=endpoint,
                  protocol="http", http_proxy=PROXY, region_id="cn-hangzhou")


def check(name, run):
    global passed
    try:
        result = run()
        assert result is not False and result is not None, "no"
        passed += 1
        print(f"ok   {name}")
    except Exception as error:  # noqa: BLE001, every failure is reported
        failed.append(name)
        print(f"FAIL {name}: {type(error).__name__}: {error}"[:600])


def code_of(run):
    try:
        run()
    except Exception as error:  # noqa: BLE001
        return getattr(error, "code", None) or str(error)
    return "no error"


def all_users():
    client, marker, found = Ims(config("ims.aliyuncs.com")), None, []
    while True:
        body = client.list_users(ims_models.ListUsersRequest(max_items=100, marker=marker)).body
        found += [u.user_principal_name for u in body.users.user]
        if not body.is_truncated:
            return found
        marker = body.marker


def all_instances():
    client, token, found, pages = Rds(config("rds.aliyuncs.com")), None, [], 0
    while True:
        body = client.describe_dbinstances(
            rds_models.DescribeDBInstancesRequest(region_id="cn-hangzhou", max_results=100, next_token=token)).body
        found += [i.dbinstance_id for i in body.items.dbinstance]
        token, pages = body.next_token, pages + 1
        if not token:
            return found


def whitelist():
    body = Rds(config("rds.aliyuncs.com")).describe_dbinstance_iparray_list(
        rds_models.DescribeDBInstanceIPArrayListRequest(dbinstance_id="rm-orders")).body
    return [a.security_iplist for a in body.items.dbinstance_iparray]


def rules():
    body = Ecs(config("ecs-cn-hangzhou.aliyuncs.com")).describe_security_group_attribute(
        ecs_models.DescribeSecurityGroupAttributeRequest(region_id="cn-hangzhou", security_group_id="sg-app", max_results=1000)).body
    return [(r.port_range, r.ipv_6source_cidr_ip) for r in body.permissions.permission]


def with_role():
    body = Sts(config("sts.aliyuncs.com")).assume_role(sts_models.AssumeRoleRequest(
        role_arn=f"acs:ram::{ACCOUNT}:role/audit", role_session_name="oracle", duration_seconds=900)).body
    c = body.credentials
    who = Sts(config("sts.aliyuncs.com", c.access_key_secret, c.access_key_id, c.security_token)).get_caller_identity().body
    return who.arn == f"acs:ram::{ACCOUNT}:assumed-role/audit/oracle"


def clusters():
    body = Cs(config("cs.cn-hangzhou.aliyuncs.com")).describe_clusters_v1(cs_models.DescribeClustersV1Request()).body
    return body.clusters and body.clusters[0].cluster_id


def oss_client(secret=SECRET, region="cn-hangzhou"):
    c = oss.config.load_default()
    c.credentials_provider = oss.credentials.StaticCredentialsProvider(KEY, secret)
    c.region, c.disable_ssl, c.proxy_host = region, True, {"http": PROXY}
    c.retry_max_attempts = 1
    return oss.Client(c)


def oss_code(run):
    try:
        run()
    except Exception as error:  # noqa: BLE001
        inner = getattr(error, "unwrap", lambda: None)() or error
        return getattr(inner, "code", str(inner))
    return "no error"


def sls(secret=SECRET):
    c = config("cn-hangzhou.log.aliyuncs.com", secret)
    c.signature_version = "v4"
    return Sls(c)


buckets = lambda: [b.name for b in oss_client().list_buckets(oss.ListBucketsRequest()).buckets]
check("STS says who we are", lambda: Sts(config("sts.aliyuncs.com")).get_caller_identity().body.account_id == ACCOUNT)
check("a wrong secret is refused", lambda: "SignatureDoesNotMatch" in code_of(Sts(config("sts.aliyuncs.com", "x")).get_caller_identity))
check("a role is assumed and its token signed", with_role)
check("IMS pages by marker", lambda: len(all_users()) >= 3)
check("RDS pages by token", lambda: len(all_instances()) >= 2)
check("the RDS white list is read", lambda: bool(whitelist()))
check("security-group rules are read", lambda: ("22/22", "::/0") in rules())
check("ECS regions are read", lambda: len(Ecs(config("ecs-cn-hangzhou.aliyuncs.com")).describe_regions(
    ecs_models.DescribeRegionsRequest()).body.regions.region) == 3)
check("ACK answers in the ROA style", lambda: bool(clusters()))
check("ACK refuses a wrong secret", lambda: "SignatureDoesNotMatch" in code_of(lambda: Cs(
    config("cs.cn-hangzhou.aliyuncs.com", "x")).describe_clusters_v1(cs_models.DescribeClustersV1Request())))
check("OSS lists buckets, signature V4", lambda: "acme-logs" in buckets())
check("OSS gives the policy as it is", lambda: "Deny" in oss_client().get_bucket_policy(
    oss.GetBucketPolicyRequest(bucket="acme-logs")).body)
check("OSS gives the encryption in XML", lambda: oss_client().get_bucket_encryption(oss.GetBucketEncryptionRequest(
    bucket="acme-logs")).server_side_encryption_rule.apply_server_side_encryption_by_default.sse_algorithm == "KMS")
check("OSS names what is not set", lambda: oss_code(lambda: oss_client(region="ap-southeast-1").get_bucket_policy(
    oss.GetBucketPolicyRequest(bucket="acme-backup"))) == "NoSuchBucketPolicy")
check("OSS refuses a wrong secret", lambda: oss_code(lambda: oss_client("x").list_buckets(
    oss.ListBucketsRequest())) == "SignatureDoesNotMatch")
check("SLS lists projects", lambda: any(p.project_name == "acme-audit" for p in sls().list_project(
    sls_models.ListProjectRequest(size=100)).body.projects))
check("SLS answers under a project's host", lambda: "actiontrail_acme-audit" in sls().list_log_stores(
    "acme-audit", sls_models.ListLogStoresRequest(size=100)).body.logstores)
check("SLS refuses a page that is too large", lambda: code_of(lambda: sls().list_alerts(
    "acme-audit", sls_models.ListAlertsRequest(size=500))) == "InvalidParameter")
check("SLS refuses a wrong secret", lambda: "SignatureDoesNotMatch" in code_of(lambda: sls("x").list_project(
    sls_models.ListProjectRequest())))

print(f"{passed} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
