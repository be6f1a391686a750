//! How records name what the catalogue's ARN formats call otherwise.
//!
//! Most names are the same but for letter case and endings (`DbInstanceName`, `dBInstanceIdentifier`);
//! these are not. Rows marked "map" agree with iann0036/iam-dataset's request map (MIT); the others are
//! assumed from memory of the services' APIs, and a wrong one names a resource that the evaluator then
//! finds uncovered.

/// Service, variable of the ARN format, names of request parameters.
type Row = (&'static str, &'static str, &'static [&'static str]);

const ROWS: &[Row] = &[
    ("account", "MemberAccountId", &["accountId"]),            // map
    ("config", "AggregatorAccount", &["authorizedAccountId"]), // map
    ("config", "AggregatorRegion", &["authorizedAwsRegion"]),  // map
    ("directconnect", "ConnectionId", &["connectionId", "interconnectId"]), // map
    ("fms", "Id", &["policyId", "listId"]),                    // map
    ("frauddetector", "ResourcePath", &["jobId", "eventTypeName", "detectorId", "modelId", "ruleId"]), // map
    ("iotwireless", "SidewalkId", &["partnerAccountId"]),      // map
    ("proton", "Name", &["templateName", "serviceInstanceName", "environmentName", "serviceName"]), // map
    ("robomaker", "SimulationJobBatchId", &["batch"]),         // map
    ("route53", "Id", &["hostedZoneId", "healthCheckId", "trafficPolicyId", "collectionId", "delegationSetId"]), // map
    ("sagemaker", "InferenceRecommendationsJobName", &["jobName"]), // map
    ("ses", "DedicatedIPPool", &["poolName", "destinationPoolName"]),
    ("ssm", "ResourceId", &["windowId", "settingId"]),           // map
    ("ssm-contacts", "ContactAlias", &["alias"]),                // map
    ("waf", "Id", &["ruleId", "webACLId"]),                      // map
    ("waf-regional", "Id", &["ruleId", "webACLId"]),             // map
    ("appconfig", "ExtensionVersionNumber", &["versionNumber"]), // map
    ("appsync", "GraphQLAPIId", &["apiId"]),                     // map
    ("aps", "ResourceId", &["workspaceId"]),                     // map
    ("autoscaling", "LaunchConfigurationName", &["launchConfigurationName"]),
    ("cloud9", "ResourceId", &["environmentId", "environmentIds"]), // map
    ("cloudhsm", "CloudHsmBackupInstanceName", &["backupId", "sourceBackupId"]), // map
    ("cloudhsm", "CloudHsmClusterInstanceName", &["clusterId"]),    // map
    ("codeartifact", "PackageFormat", &["format"]),                 // map
    ("codeartifact", "PackageNamespace", &["namespace"]),           // map
    ("codedeploy", "DeploymentConfigurationName", &["deploymentConfigName"]), // map
    ("dlm", "ResourceName", &["policyId"]),                         // map
    ("ec2", "Ipv4PoolCoipId", &["coipPoolId"]),                     // map
    ("ec2", "KeyPairName", &["keyName"]),                           // map
    ("ec2", "NaclId", &["networkAclId"]),                           // map
    ("ec2", "SecurityGroupId", &["groupId"]),
    ("ec2", "ReservationId", &["reservedInstancesIds", "reservedInstanceIds"]), // map
    ("ecr", "RepositoryName", &["repositoryName"]),
    ("eks", "ClusterName", &["clusterName", "name"]),
    ("elasticmapreduce", "ClusterId", &["jobFlowId", "jobFlowIds", "clusterId"]),
    ("events", "RuleName", &["ruleName", "rule"]),
    ("events", "EventBusName", &["eventBusName"]),
    ("fis", "Id", &["experimentTemplateId", "actionId"]), // map
    ("grafana", "ResourceId", &["workspaceId"]),          // map
    ("iot", "ScheduleName", &["scheduledAuditName"]),     // map
    ("ivschat", "ResourceId", &["roomIdentifier"]),       // map
    ("macie2", "ResourceId", &["jobId"]),                 // map
    ("mgh", "Stream", &["progressUpdateStream"]),         // map
    ("mobiletargeting", "AppId", &["applicationId"]),     // map
    ("rds", "DbClusterInstanceName", &["dBClusterIdentifier", "dbClusterIdentifier"]), // map
    ("rds", "SnapshotName", &["dBSnapshotIdentifier"]),
    ("rds", "ClusterSnapshotName", &["dBClusterSnapshotIdentifier"]),
    ("rds", "ParameterGroupName", &["dBParameterGroupName"]),
    ("rds", "ClusterParameterGroupName", &["dBClusterParameterGroupName"]),
    ("rds", "SubnetGroupName", &["dBSubnetGroupName"]),
    ("rds", "OptionGroupName", &["optionGroupName"]),
    ("s3", "BucketName", &["bucketName", "bucket"]),
    ("s3", "ObjectName", &["key"]),                     // map
    ("savingsplans", "ResourceId", &["savingsPlanId"]), // map
    ("secretsmanager", "SecretId", &["secretId", "name"]),
    ("serverlessrepo", "ResourceId", &["applicationId"]), // map
    ("shield", "Id", &["protectionId", "protectionGroupId", "attackId"]), // map
    ("sns", "TopicName", &["topicName", "name"]),
    ("ssm", "PatchBaselineIdResourceId", &["baselineId"]), // map
    ("ssm", "ParameterNameWithoutLeadingSlash", &["name", "names", "path"]),
    ("ssm", "DocumentName", &["documentName"]),
    ("states", "StateMachineName", &["stateMachineName"]),
    ("wellarchitected", "ResourceId", &["workloadId"]), // map
];

/// Variables that the service makes up and no request tells.
const GENERATED: &[(&str, &str)] = &[
    ("autoscaling", "GroupId"),
    ("autoscaling", "Id"),
    ("autoscaling", "LaunchConfigurationId"),
    ("cloudformation", "Id"),
];

/// The names of parameters for a variable, besides its own.
pub(super) fn of_variable(service: &str, variable: &str) -> impl Iterator<Item = &'static str> {
    let row = ROWS.iter().find(|(of, name, _)| *of == service && *name == variable);
    row.into_iter().flat_map(|(_, _, names)| names.iter().copied())
}

/// What the service adds to the name that a request tells, as a pattern (rule `secret_suffix`).
pub(super) fn suffix(service: &str, variable: &str) -> &'static str {
    if (service, variable) == ("secretsmanager", "SecretId") { "-??????" } else { "" }
}

pub(super) fn is_generated(service: &str, variable: &str) -> bool {
    GENERATED.contains(&(service, variable))
}

/// Is any text a name of it, with all its signs? Keys of objects are.
pub(super) fn is_verbatim(service: &str, variable: &str) -> bool {
    matches!((service, variable), ("s3" | "s3express" | "s3-outposts" | "s3-object-lambda", "ObjectName"))
}
