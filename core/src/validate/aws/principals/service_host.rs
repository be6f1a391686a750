//! What a service principal looks like (`service_principals`).

/// Is a text of the form of a service principal?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HostForm {
    Right,
    Wrong,
}

/// Source: AWS's own finding, which names these (captured 2026, rule `service_principals`).
const SUFFIXES: [&str; 3] = [".amazonaws.com", ".amazonaws.com.cn", ".amazon.com"];

/// Services whose principal has a region in it; some only where the region is off at first.
///
/// Sources: user guides of `GuardDuty`, Inspector, Macie and Systems Manager on such regions; user guides of `CloudWatch` Logs, "Encrypt log data", and of `CodeDeploy`, "Create a service role"; Step
/// Functions, SNS, DMS and Pinpoint developer guides on roles and on regions that are off at first.
const REGIONAL: &[&str] =
    &["codedeploy", "dms", "guardduty", "inspector2", "logs", "macie", "pinpoint", "sns", "ssm", "states"];

/// Principals of parts of services, in order; the suffix left out.
///
/// Sources: IAM user guide, "AWS services that work with IAM" (service-linked roles); AWS managed policies of 2026-08;
/// the user guides of the services.
const OF_PARTS: &[&str] = &[
    "access-grants.s3",
    "agent.wellarchitected",
    "agentless.inspector2",
    "ami.inspector2",
    "apidestinations.events",
    "appstream.application-autoscaling",
    "assets.marketplace",
    "batchoperations.s3",
    "build.apprunner",
    "cassandra.application-autoscaling",
    "channels.lex",
    "channels.lexv2",
    "comprehend.application-autoscaling",
    "context.cloudtrail",
    "continuousexport.discovery",
    "contract.iq",
    "contributorinsights.dynamodb",
    "cost-optimization-hub.bcm",
    "credentials.iot",
    "custom-resource.application-autoscaling",
    "custom.rds",
    "custom.rds-preview",
    "delivery.logs",
    "directquery.opensearchservice",
    "dmsintegration.migrationhub",
    "dynamodb.application-autoscaling",
    "ec2.application-autoscaling",
    "ec2.application-status-checks",
    "ec2.capacitymanager",
    "ecs.application-autoscaling",
    "elasticache.application-autoscaling",
    "elasticmapreduce.application-autoscaling",
    "email.cognito-idp",
    "event-processor.health",
    "events.managedservices",
    "events.workmail",
    "export.rds",
    "gateway.eks",
    "justintimeaccess.ssm",
    "kafka.application-autoscaling",
    "kinesisreplication.dynamodb",
    "lambda.alarms.cloudwatch",
    "lambda.application-autoscaling",
    "license-management.marketplace",
    "license-manager.master-account",
    "license-manager.member-account",
    "logdelivery.elasticloadbalancing",
    "logger.cloudfront",
    "logging.s3",
    "maintenance.elasticbeanstalk",
    "maintenance.s3tables",
    "malware-protection-plan.guardduty",
    "malware-protection.guardduty",
    "managedupdates.elasticbeanstalk",
    "member.org.stacksets.cloudformation",
    "metadata.s3",
    "metrics.wellarchitected",
    "monitoring.rds",
    "monitoring.thinclient",
    "neptune.application-autoscaling",
    "network-connectors.lambda",
    "network.bedrock-agentcore",
    "notifications.ssm",
    "observability.aoss",
    "ops.apigateway",
    "ops.athena",
    "ops.emr-serverless",
    "opsdatasync.ssm",
    "orgsdatasync.servicecatalog",
    "permission.iq",
    "pods.eks",
    "private-marketplace.marketplace",
    "pullthroughcache.ecr",
    "rds.application-autoscaling",
    "remediation.config",
    "replication.cassandra",
    "replication.dynamodb",
    "replication.ecr",
    "replication.lexv2",
    "replication.s3tables",
    "replicator.lambda",
    "reporting.trustedadvisor",
    "resale-authorization.marketplace",
    "resource-snapshot-job.partnercentral-selling",
    "restore-testing.backup",
    "runtime-identity.bedrock-agentcore",
    "runtime-instances.bedrock-agentcore",
    "s3.data-source.lustre.fsx",
    "sagemaker.application-autoscaling",
    "scaler.lambda",
    "schema-conversion.dms",
    "scraper.aps",
    "session.qldb",
    "smsintegration.migrationhub",
    "ssm.integrations",
    "stacksets.cloudformation",
    "storage-lens.s3",
    "streams.metrics.cloudwatch",
    "sync.proton",
    "systemtables.s3tables",
    "telemetry-enablement.observabilityadmin",
    "telemetry-pipelines.observabilityadmin",
    "thirdparty.config",
    "thirdparty.inspector2",
    "triage.security-ir",
    "workspaces.application-autoscaling",
];

/// Is it a service principal as AWS writes them: one label, or those of a known part, before a suffix, in small
/// letters?
pub(super) fn form_of(text: &str) -> HostForm {
    let is_right = name_of(text).is_some_and(|name| is_label(name) || is_of_part(name) || is_regional(name));
    if is_right { HostForm::Right } else { HostForm::Wrong }
}

/// Is it a service with a region, as `kms:ViaService` has them: `name.region.amazonaws.com`?
///
/// Source: KMS developer guide, "kms:ViaService".
pub(super) fn form_of_via(text: &str) -> HostForm {
    let labels = name_of(text).and_then(|name| name.split_once('.'));
    let is_right = labels.is_some_and(|(service, region)| is_label(service) && is_label(region));
    if is_right { HostForm::Right } else { HostForm::Wrong }
}

/// The part of a service and the service, such as `pods` and `eks`.
pub(super) fn part_of(text: &str) -> Option<(&str, &str)> {
    name_of(text)?.split_once('.').filter(|(part, service)| is_label(part) && is_label(service))
}

/// What stands before the suffix.
fn name_of(text: &str) -> Option<&str> {
    SUFFIXES.iter().find_map(|suffix| text.strip_suffix(suffix))
}

fn is_label(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_of_part(name: &str) -> bool {
    OF_PARTS.binary_search(&name).is_ok()
}

fn is_regional(name: &str) -> bool {
    let known = |name: &str| REGIONAL.contains(&name) || is_of_part(name);
    name.rsplit_once('.').is_some_and(|(service, region)| known(service) && is_region(region))
}

/// Letters, letters and a number, such as `eu-west-1` or `us-gov-east-1`.
fn is_region(label: &str) -> bool {
    let parts = || label.split('-');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let count = parts().count();
    count >= 3 && parts().next_back().is_some_and(is_number) && parts().take(count - 1).all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_parts_are_in_order() {
        assert!(OF_PARTS.is_sorted());
    }

    #[test]
    fn one_label_or_a_known_part_before_the_suffix() {
        for text in [
            "ec2.amazonaws.com",
            "ec2.amazonaws.com.cn",
            "alexa-appkit.amazon.com",
            "inspector2.amazonaws.com",
            "delivery.logs.amazonaws.com",
            "s3.data-source.lustre.fsx.amazonaws.com",
            "logs.eu-west-1.amazonaws.com",
            "states.us-gov-west-1.amazonaws.com",
        ] {
            assert_eq!(form_of(text), HostForm::Right, "{text}");
        }
        for text in [
            "",
            "ec2",
            "EC2.amazonaws.com",
            "ec2.AMAZONAWS.com",
            "ec2.amazonaws.com.",
            ".amazonaws.com",
            "amazonaws.com",
            "ec2.amazonaws",
            "ec2.amazonaws.com.au",
            "a.b.amazonaws.com",
            "ec2.eu-west-1.amazonaws.com",
            "logs.here.amazonaws.com",
            "https://ec2.amazonaws.com",
            "ec 2.amazonaws.com",
            "arn:aws:iam::111122223333:root",
        ] {
            assert_eq!(form_of(text), HostForm::Wrong, "{text}");
        }
    }

    #[test]
    fn via_service_has_a_region() {
        assert_eq!(form_of_via("s3.eu-west-1.amazonaws.com"), HostForm::Right);
        for text in ["s3.amazonaws.com", "S3.eu-west-1.amazonaws.com", "s3", "a.b.c.amazonaws.com", "s3..amazonaws.com"]
        {
            assert_eq!(form_of_via(text), HostForm::Wrong, "{text}");
        }
    }
}
