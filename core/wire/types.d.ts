// Written from the structs of the Rust core by its tests: do not edit.

/** What `parse` is asked: a policy, and how to read it. */
export type ParseInput = {
  /** The policy. */
  policy: PolicyInput,
  /** How forgiving to be; `strict` unless said. */
  profile?: ParseProfile | null,
  /** Asks for AWS's own store-time verdict for this kind of policy. */
  policyType?: PolicyType | null,
  /** The limits that differ from the defaults. */
  limits?: Limits | null,
  /** In which units places count; `code-points` unless said. */
  positionEncoding?: PositionEncoding | null,
};

/** What `format` is asked: a policy, and how to write it. */
export type FormatInput = {
  /** The policy. */
  policy: PolicyInput,
  /** Indented by two spaces, or on one line; indented unless said. */
  pretty?: boolean | null,
  /** How forgiving to be; `strict` unless said. */
  profile?: Profile | null,
  /** The limits that differ from the defaults. */
  limits?: Limits | null,
  /** In which units the place of an error counts; `code-points` unless said. */
  positionEncoding?: PositionEncoding | null,
};

/** What `evaluate` and `explain` are asked: the policies by layer, and a request. */
export type EvaluateInput = {
  /** The policies by layer. */
  policies: PolicySetInput,
  /** The request. */
  request: RequestInput,
  /** The limits that differ from the defaults. */
  limits?: Limits | null,
  /** In which units places count; `code-points` unless said. */
  positionEncoding?: PositionEncoding | null,
};

/** What `evaluate_many` is asked: the policies by layer, and requests. */
export type EvaluateManyInput = {
  /** The policies by layer. */
  policies: PolicySetInput,
  /** The requests. */
  requests: ReadonlyArray<RequestInput>,
  /** The limits that differ from the defaults. */
  limits?: Limits | null,
  /** In which units places count; `code-points` unless said. */
  positionEncoding?: PositionEncoding | null,
};

/** The input of `SimulateCustomPolicy`, with AWS's names (IAM API reference). */
export type SimulateCustomPolicyInput = {
  /** The identity policies, each as JSON text. */
  PolicyInputList: ReadonlyArray<string>,
  /** The permissions boundary; AWS takes at most one. */
  PermissionsBoundaryPolicyInputList?: ReadonlyArray<string>,
  /** The service control policies by level, from the root down to the account. */
  OrderedOrganizationPolicyInputList?: ReadonlyArray<OrganizationLevel>,
  /** The actions, taken literally (rule `sim_action_literal`). */
  ActionNames: ReadonlyArray<string>,
  /** The resources; none means `*`. */
  ResourceArns?: ReadonlyArray<string>,
  /** The policy of the resources, as JSON text; needs a caller. */
  ResourcePolicy?: string | null,
  /** An IAM ARN of the account that owns resources whose ARN has no account. */
  ResourceOwner?: string | null,
  /** The ARN of the user, role or group that asks. */
  CallerArn?: string | null,
  /** The context keys. */
  ContextEntries?: ReadonlyArray<ContextEntry>,
  /** A scenario of `ec2:RunInstances`; it changes no answer (rule `sim_handling_option`). */
  ResourceHandlingOption?: string | null,
  /** How many actions one page holds; 100 unless said. */
  MaxItems?: number | null,
  /** The marker of the page before. */
  Marker?: string | null,
  /**
   * Ours: the account that signs the call, which AWS knows by itself. It is `aws:PrincipalAccount`
   * where no caller is given.
   */
  CallerAccount?: string | null,
};

/**
 * The input of `SimulatePrincipalPolicy`, with AWS's names (IAM API reference), and what AWS looks
 * up by itself as `SourcePolicies`.
 */
export type SimulatePrincipalPolicyInput = {
  /** The user, role or group whose policies are asked about. */
  PolicySourceArn: string,
  /** Identity policies that are added to the attached ones, each as JSON text. */
  PolicyInputList?: ReadonlyArray<string>,
  /** A permissions boundary that replaces the attached one. */
  PermissionsBoundaryPolicyInputList?: ReadonlyArray<string>,
  /** Service control policies that replace those of the account (our choice; not captured). */
  OrderedOrganizationPolicyInputList?: ReadonlyArray<OrganizationLevel>,
  /** Attached policies to leave out. */
  PolicyExclusionList?: ReadonlyArray<PolicyExclusion>,
  /** The actions, taken literally. */
  ActionNames: ReadonlyArray<string>,
  /** The resources; none means `*`. */
  ResourceArns?: ReadonlyArray<string>,
  /** The policy of the resources, as JSON text. */
  ResourcePolicy?: string | null,
  /** An IAM ARN of the account that owns resources whose ARN has no account. */
  ResourceOwner?: string | null,
  /** Who asks; the entity itself unless said. */
  CallerArn?: string | null,
  /** The context keys. */
  ContextEntries?: ReadonlyArray<ContextEntry>,
  /** A scenario of `ec2:RunInstances`; it changes no answer. */
  ResourceHandlingOption?: string | null,
  /** How many actions one page holds; 100 unless said. */
  MaxItems?: number | null,
  /** The marker of the page before. */
  Marker?: string | null,
  /** Ours: the entity and its policies, which AWS looks up by itself. */
  SourcePolicies?: SourcePolicies,
};

/** What `version` is asked: nothing. */
export type VersionInput = Record<string, never>;

/**
 * Which policies does a request meet, by layer?
 *
 * The members are called as `LayerKind`, in camel or snake case. One that is absent or `null` means
 * that the layer is absent; `{"unknown": true}` that nobody knows what it holds. A policy is its JSON,
 * or a string of it; `identity` and `session` take a list or one, the control layers a list of levels.
 */
export type PolicySetInput = {
  /** The policies of the user and its groups, or of the role. */
  identity?: LayerOfMany | null,
  /** The permissions boundary of the user or role. */
  permissionsBoundary?: LayerOfOne | null,
  /** The policies passed when the session was made. */
  session?: LayerOfMany | null,
  /** The service control policies of the caller's account, by level from the root down. */
  serviceControl?: LayerOfLevels | null,
  /** The resource control policies of the resource's account, by level from the root down. */
  resourceControl?: LayerOfLevels | null,
  /** The policy of the resource. */
  resource?: LayerOfOne | null,
  /** The policy of the VPC endpoint the request comes through. */
  vpcEndpoint?: LayerOfOne | null,
  /** The trust policy of the role to be assumed. */
  trust?: LayerOfOne | null,
};

/**
 * Who asks for what, in which context?
 *
 * Only `action` must be there; `resource` is `*` without. Names are in camel or snake case; the
 * members of `context` are `ContextInput`, `contextMode` is `closed` or `open`, `override` lets
 * stated keys differ from what the principal implies. A member that is `null` is absent.
 */
export type RequestInput = {
  /** The action, as in `s3:GetObject`. */
  action: string,
  /** The ARN of the resource; `*` unless said. */
  resource?: string | null,
  /** The account that owns a resource whose ARN has none. */
  resourceAccount?: string | null,
  /** Whether the resource belongs to the organization's management account. */
  resourceInManagementAccount?: boolean | null,
  /** Who asks; nobody asks about the identity policies alone. */
  principal?: PrincipalInput | null,
  /** What is known of context keys. */
  context?: { [key in string]: ContextInput } | null,
  /** What holds of keys that are not mentioned; `closed` unless said. */
  contextMode?: ContextMode | null,
  /** The grants on the KMS key in question. */
  grants?: ReadonlyArray<GrantInput> | null,
  /** The services that forwarded the call, first to last: `aws:CalledVia`. */
  calledVia?: ReadonlyArray<string> | null,
  /** Whether stated keys may differ from what the principal implies. */
  override?: boolean | null,
};

/** Who asks? An ARN, or an object with a `type` (`PrincipalType::as_str`) and what is known besides. */
export type PrincipalInput = string | PrincipalObject;

/** Who asks, with all that is known. */
export type PrincipalObject = {
  /** Its kind; `AWS` for whatever the ARN says. */
  type: "User" | "AssumedRole" | "FederatedUser" | "Root" | "Service" | "Anonymous" | "Federated" | "AWS",
  /** Its ARN. */
  arn?: string | null,
  /** Its account, where the ARN has none. */
  account?: string | null,
  /** The ARN of the role of a session, path included. */
  roleArn?: string | null,
  /** The ARN of the user that issued a federated session. */
  issuer?: string | null,
  /** The name of a service. */
  name?: string | null,
  /** The provider of a federated identity. */
  provider?: string | null,
  /** The unique id, as in `AIDA…`. */
  uniqueId?: string | null,
  /** The canonical user id of the account, as S3 has it. */
  canonicalUserId?: string | null,
  /** Whether it is a service-linked role. */
  serviceLinked?: boolean | null,
  /** Whether it belongs to the organization's management account. */
  managementAccount?: boolean | null,
  /** Whether it is an `AssumeRoot` session. */
  assumedRoot?: boolean | null,
};

/**
 * What is known of a context key? A value, a list of values for a multi-valued key, or
 * `{"unknown": true}`, `{"present": true}`, `{"absent": true}`.
 *
 * A number with a fraction is read as a double, about sixteen digits; text holds all that are written.
 */
export type ContextInput = string | boolean | number | ReadonlyArray<Scalar> | Marks;

/** One of many values. */
export type Scalar = string | boolean | number;

/** `{"unknown": true}`, `{"present": true}` or `{"absent": true}`. */
export type Marks = {
  /** Nobody knows whether the request has the key. */
  unknown?: boolean,
  /** The request has the key, and nobody knows its value. */
  present?: boolean,
  /** The request does not have the key. */
  absent?: boolean,
};

/** Which operations does a KMS grant give, and to whom? As `Grant`. */
export type GrantInput = {
  /** The ARN of whom it is for. */
  granteePrincipal: string,
  /** The operations, as in `Decrypt`. */
  operations: ReadonlyArray<string>,
};

/** The limits that differ from the defaults; as `Limits`. */
export type Limits = {
  /** Bytes of one document. */
  maxBytes?: number | null,
  /** Nesting of lists and objects. */
  maxDepth?: number | null,
  /** Statements of one document. */
  maxStatements?: number | null,
  /** Bytes that all patterns with a `?` behind a `*` have together. */
  maxSearchBytes?: number | null,
};

/** A policy: its text, or the document itself. In JavaScript also its bytes, or a handle of it. */
export type PolicyInput = string | Uint8Array | { readonly source: string, outline(): PolicyOutline } | { Version?: string, Id?: string, Statement: unknown };

/** Nobody knows what the layer holds. */
export type UnknownLayer = {
  /** Always true. */
  unknown: true,
};

/** One policy. */
export type LayerOfOne = PolicyInput | UnknownLayer;

/** A list of policies, or one. */
export type LayerOfMany = ReadonlyArray<PolicyInput> | PolicyInput | UnknownLayer;

/** A list of levels, each a list of policies, or one. */
export type LayerOfLevels = ReadonlyArray<Level> | UnknownLayer;

/** The policies of one level. */
export type Level = ReadonlyArray<PolicyInput> | PolicyInput;

/** A `Profile`, or a list of all faults instead of an error at the first. */
export type ParseProfile = "strict" | "lenient" | "lint";

/** How forgiving is the reading of a document? */
export type Profile = "strict" | "lenient";

/** As what is a document stored? Each kind has its own store-time rules. On the wire in snake case. */
export type PolicyType = "identity" | "resource" | "trust" | "session" | "service_control" | "resource_control";

/** What holds of keys that a request does not mention (rule `context_closed_by_default`)? */
export type ContextMode = "closed" | "open";

/**
 * In which unit is a column counted?
 *
 * Rust and terminals count bytes or code points, Python code points, JavaScript UTF-16 units.
 */
export type PositionEncoding = "utf8" | "utf16" | "code-points";

/** The service control policies of one level: the root, an organizational unit, or the account. */
export type OrganizationLevel = {
  /** The policies, each as JSON text; together they allow. */
  ServiceControlPolicyInputList: ReadonlyArray<string>,
};

/**
 * A context key with its values and their type. What AWS refuses of it is an error of the
 * simulation, so everything is optional here.
 */
export type ContextEntry = {
  /** The key, in any letter case. */
  ContextKeyName?: string | null,
  /** The values. */
  ContextKeyValues?: ReadonlyArray<string> | null,
  /**
   * `string`, `stringList`, `numeric`, `numericList`, `boolean`, `booleanList`, `ip`, `ipList`,
   * `binary`, `binaryList`, `date` or `dateList`.
   */
  ContextKeyType?: string | null,
};

/**
 * Which attached policies to leave out: by type, by ARN, or one inline policy (rule
 * `sim_exclusions`). AWS takes one of the three.
 */
export type PolicyExclusion = {
  /** `inline`, `user-managed`, `aws-managed`, `permission-boundary`, `scp` or `rcp`. */
  PolicyType?: string | null,
  /** The ARN of a managed policy without its path. */
  PolicyArn?: string | null,
  /** One inline policy. */
  InlinePolicyIdentifier?: InlinePolicyIdentifier | null,
};

/** One inline policy, and whose it is. */
export type InlinePolicyIdentifier = {
  /** The policy's exact name. */
  PolicyName?: string | null,
  /** `user`, `group` or `role`. */
  AttachmentType?: string | null,
  /** The name of the user, group or role; one `*` or `?` may stand in it. */
  AttachmentName?: string | null,
};

/**
 * What AWS knows of an entity when it simulates its policies: the user, role or group, all that is
 * attached to it, and its account's organization.
 */
export type SourcePolicies = {
  /** The entity's ARN with its path; none where the account has no such entity. */
  Arn?: string | null,
  /** The account that signs the call; the entity's own unless said. */
  CallerAccount?: string | null,
  /** Inline policies of the entity, and of a user's groups. */
  InlinePolicies?: ReadonlyArray<InlinePolicy>,
  /**
   * Managed policies attached to the entity, and to a user's groups; one that is attached twice
   * counts once.
   */
  ManagedPolicies?: ReadonlyArray<ManagedPolicy>,
  /** The permissions boundary of the user or role. */
  PermissionsBoundary?: ManagedPolicy | null,
  /** The service control policies of the account by level; none where it is in no organization. */
  ServiceControlPolicies?: ReadonlyArray<OrganizationLevel> | null,
};

/** An inline policy of a user, group or role. */
export type InlinePolicy = {
  /** The policy's name. */
  PolicyName: string,
  /** `user`, `group` or `role`. */
  AttachmentType: string,
  /** The name of the user, group or role. */
  AttachmentName: string,
  /** The policy as JSON text. */
  PolicyDocument: string,
};

/** A managed policy in its default version. */
export type ManagedPolicy = {
  /** The policy's ARN with its path; AWS's own have `aws` for an account. */
  PolicyArn: string,
  /** The policy as JSON text. */
  PolicyDocument: string,
};

/** How is one policy read? */
export type ParseOptions = {
  /** How forgiving to be; `strict` unless said. */
  profile?: Profile | null,
  /** Asks for AWS's own store-time verdict for this kind of policy. */
  policyType?: PolicyType | null,
  /** The limits that differ from the defaults. */
  limits?: Limits | null,
  /** In which units places count; `utf16` unless said, as JavaScript counts. */
  positionEncoding?: PositionEncoding | null,
};

/** How are the policies of a set read? */
export type ReadOptions = {
  /** The limits that differ from the defaults. */
  limits?: Limits | null,
  /** In which units places count; `utf16` unless said, as JavaScript counts. */
  positionEncoding?: PositionEncoding | null,
};

/** What `read_usage` is asked. */
export type ReadUsageInput = {
  /** The logs: each its text, or the JSON itself. */
  logs: ReadonlyArray<unknown>,
  /** Events before this time are left out; as `2026-09-01T00:00:00Z`. */
  start?: string | null,
  /** Events from this time on are left out. */
  stop?: string | null,
};

/** Whose policy is wanted, and how close to the usage. */
export type SynthesizeInput = {
  /** What was used, as the verb `readUsage` or a `Usage` writes it; not where a `Usage` is asked. */
  usage: UsageValue,
  /** The ARNs of the users and roles. */
  principals: ReadonlyArray<string>,
  /** The policies that bind them today: `identity`, `permissionsBoundary` and `serviceControl`. */
  current?: PolicySetInput | null,
  /** How far actions may go beyond those used; `exact` unless said. */
  actions?: ActionLevel | null,
  /** How far resources may go beyond those used; `exact` unless said. */
  resources?: ResourceLevel | null,
  /**
   * How far resources may go where the policy would else be larger than its quota; no further than `resources`
   * unless said.
   */
  maxResources?: ResourceLevel | null,
  /** Levels of single services, by their prefix, in place of those of all. */
  perService?: { [key in string]: ServiceLevels } | null,
  /** Whether actions that were all used may be written as one with a `*`; `off` unless said. */
  compactActions?: CompactActions | null,
  /** Keys whose conditions are put in where all events of a statement meet them. */
  applyConditions?: ReadonlyArray<string> | null,
  /** Networks that `aws:SourceIp` may be suggested for, as `203.0.113.0/24`. */
  networks?: ReadonlyArray<string> | null,
  /**
   * What stands for the partition, the region and the account of ARNs in `templates` and `terraform`; they stay
   * as they are unless said.
   */
  templateArns?: ArnTemplate | null,
  /** Whether what today's policies do not grant is left out. */
  clips?: boolean | null,
  /** How many resources with a common start become one; 5 unless said. */
  minSiblings?: number | null,
  /** How many literal characters a folded resource keeps behind its type; 3 unless said. */
  minLiteral?: number | null,
  /** Whether roles, keys and secrets may be folded, too. */
  allowSensitiveFold?: boolean | null,
  /** Whether events that may have failed before authorization count; they do unless said. */
  includesWeak?: boolean | null,
  /** Whether actions of several services share a statement on `*`; they do unless said. */
  mergesServices?: boolean | null,
  /** Whether the actions that AWS documents as also needed are put in. */
  includesDependent?: boolean | null,
  /** How large a policy may be; `managed` unless said. */
  quota?: Quota | null,
  /** How many days of events make an answer complete; 90 unless said. */
  minDays?: number | null,
};

/** A policy, and whose usage is to be left of it. */
export type RefineInput = {
  /** What was used, as the verb `readUsage` or a `Usage` writes it; not where a `Usage` is asked. */
  usage: UsageValue,
  /** The policy. */
  policy: PolicyInput,
  /** The ARNs of the users and roles. */
  principals: ReadonlyArray<string>,
  /** Whether what the logs could not have shown is taken away, too. */
  dropsUnobservable?: boolean | null,
  /** Whether resources that were not used are taken away, too, and wildcards become the resources that were. */
  narrowsResources?: boolean | null,
};

/** Who might not use what is granted, as of when. */
export type UnusedInput = {
  /** What was used, as the verb `readUsage` or a `Usage` writes it; not where a `Usage` is asked. */
  usage: UsageValue,
  /** The policies that bind the principal today: `identity`, `permissionsBoundary` and `serviceControl`. */
  current: PolicySetInput,
  /** The ARN of the user or role. */
  principal: string,
  /** The time to count back from, as `2026-09-01T00:00:00Z`. */
  now: string,
  /** How many days make it unused; 90 unless said. */
  unusedDays?: number | null,
  /** The ids of the user's access keys. */
  accessKeys?: ReadonlyArray<string> | null,
  /** Whether the user has a password for the console. */
  hasPassword?: boolean | null,
};

/** Whose refused attempts are wanted. */
export type DeniedInput = {
  /** What was used and refused, as the verb `readUsage` or a `Usage` writes it. */
  usage: UsageValue,
};

/** What `expand` is asked. */
export type ExpandInput = {
  /** Patterns as policies have them, such as `s3:Get*`. */
  patterns: ReadonlyArray<string>,
};

/** Who used what, as the verb `readUsage` or a `Usage` writes it. */
export type UsageValue = Record<string, unknown> | { toBytes(): Uint8Array };

/** How far the actions of a policy may go beyond those used. Each level holds the one before. */
export type ActionLevel = "exact" | "accessLevel" | "service";

/** How far the resources of a policy may go beyond those used. Each level holds the one before. */
export type ResourceLevel = "exact" | "suffix" | "type" | "any";

/** How large a policy may be: characters without white space (IAM user guide, "IAM and AWS STS quotas"). */
export type Quota = "managed" | "roleInline" | "userInline" | "groupInline" | "serviceControl" | "permissionSet" | "session" | "none";

/** Whether actions that were all used may be written as one with a `*` (rule `never_wider_actions`). */
export type CompactActions = "off" | "closedWorld";

/** How far a policy may go for one service. */
export type ServiceLevels = {
  /** How far actions may go; as for all services unless said. */
  actions?: ActionLevel | null,
  /** How far resources may go; as for all services unless said. */
  resources?: ResourceLevel | null,
};

/** What stands for the partition, the region and the account of ARNs. */
export type ArnTemplate = "none" | "aws" | "terraform" | "cloudFormation";

/** What `checkNoNewAccess` is asked, as AWS's `CheckNoNewAccess`. */
export type CheckNoNewAccessInput = {
  /** The policy as it is. */
  existingPolicyDocument: PolicyInput,
  /** The policy as it would be. */
  newPolicyDocument: PolicyInput,
  /** What kind of policy they are. */
  policyType: CheckedPolicyType,
  /** After how many steps to say that it is undecided; about a million unless said. */
  maxSteps?: number | null,
};

/** What `checkAccessNotGranted` is asked, as AWS's `CheckAccessNotGranted`. */
export type CheckAccessNotGrantedInput = {
  /** The policy. */
  policyDocument: PolicyInput,
  /** What kind of policy it is. */
  policyType: CheckedPolicyType,
  /** What must not be granted. */
  access: ReadonlyArray<AccessInput>,
  /** After how many steps to say that it is undecided; about a million unless said. */
  maxSteps?: number | null,
};

/** Some access: any of the actions on any of the resources; where there are none of either, all there are. */
export type AccessInput = {
  /** Actions as policies have them. */
  actions?: ReadonlyArray<string> | null,
  /** ARNs as policies have them. */
  resources?: ReadonlyArray<string> | null,
};

/** What `render` is asked. */
export type RenderInput = {
  /** What was found. */
  findings: ReadonlyArray<FindingInput>,
  /** Who is to read it. */
  format: FindingsFormat,
  /** The texts of files by their paths; `text` shows excerpts of them. */
  sources: { [key in string]: string } | null,
  /** Whether `text` may have colours, as terminals take them. */
  color: boolean | null,
};

/** Who reads findings. */
export type FindingsFormat = "text" | "sarif" | "github" | "gitlab";

/** Something that was found in a file. */
export type FindingInput = {
  /** A stable name of what it is about. */
  code: string,
  /** How much it matters. */
  level: FindingLevel,
  /** What was found. */
  message: string,
  /** The path of the file, with `/` between its parts. */
  file?: string | null,
  /** Where it begins. */
  start?: PlaceInput | null,
  /** Just past its end. */
  end?: PlaceInput | null,
  /** Other places of the same file that it is about. */
  related?: ReadonlyArray<RelatedInput> | null,
  /** What stays the same of it when the file changes elsewhere; its message unless said. */
  identity?: string | null,
  /** What would help, a line each; for people. */
  help?: ReadonlyArray<string> | null,
};

/** How much a finding matters. */
export type FindingLevel = "error" | "warning" | "note";

/** A line and a column, each from 1. */
export type PlaceInput = {
  /** The line. */
  line: number,
  /** The column, in code points. */
  column: number,
};

/** Another place of a finding. */
export type RelatedInput = {
  /** Where it begins. */
  start: PlaceInput,
  /** Just past its end. */
  end: PlaceInput,
};

/** What `checkStatements` is asked. */
export type CheckStatementsInput = {
  /** The policy. */
  policy: PolicyInput,
  /** What kind of policy it is; `IDENTITY_POLICY` unless said. */
  policyType?: CheckedPolicyType | null,
  /** After how many steps to say that it is undecided; about a million unless said. */
  maxSteps?: number | null,
};

/** What kind of policy is checked. */
export type CheckedPolicyType = "IDENTITY_POLICY" | "RESOURCE_POLICY";

/** What `effective` is asked. */
export type EffectiveInput = {
  /** The policies that bind the caller: `identity`, `permissionsBoundary`, `session` and `serviceControl`. */
  policies: PolicySetInput,
  /** After how many steps to say that it is undecided; about a million unless said. */
  maxSteps?: number | null,
};

/** What `diff` is asked. */
export type DiffInput = {
  /** The policy as it is. */
  existing: PolicyInput,
  /** The policy as it would be. */
  new: PolicyInput,
  /** After how many steps to say that it is undecided; about a million unless said. */
  maxSteps?: number | null,
};

/** What `minimize` is asked. */
export type MinimizeInput = {
  /** The policy. */
  policy: PolicyInput,
  /** How many characters it may have without white space. */
  quota?: number | null,
  /** After how many steps to say that it is undecided; about a million unless said. */
  maxSteps?: number | null,
};

/** What `escalationPaths` is asked. */
export type EscalationPathsInput = {
  /** The policies that bind the caller: `identity`, `permissionsBoundary`, `session` and `serviceControl`. */
  policies: PolicySetInput,
  /** After how many steps to say that it is undecided; about a million unless said. */
  maxSteps?: number | null,
};

/** What `checkNoPublicAccess` is asked, as AWS's `CheckNoPublicAccess`. */
export type CheckNoPublicAccessInput = {
  /** The policy of the resource. */
  policyDocument: PolicyInput,
  /** The type of the resource, as `AWS::S3::Bucket`. */
  resourceType: string,
  /** After how many steps to say that it is undecided; about a million unless said. */
  maxSteps?: number | null,
};

/** What `externalAccess` is asked. */
export type ExternalAccessInput = {
  /** The policy of the resource. */
  policyDocument: PolicyInput,
  /** Whom one trusts. */
  zoneOfTrust: ZoneOfTrust,
  /** The resource control policies of the resource's account, of all levels. */
  resourceControl?: ReadonlyArray<PolicyInput> | null,
  /** After how many steps to say that it is undecided; about a million unless said. */
  maxSteps?: number | null,
};

/** The accounts and organizations whose principals are not outsiders. */
export type ZoneOfTrust = {
  /** Account ids. */
  accounts?: ReadonlyArray<string> | null,
  /** Organization ids. */
  organizations?: ReadonlyArray<string> | null,
};

/** What `whoCan` is asked. */
export type WhoCanInput = {
  /** The action, which may be a pattern. */
  action: string,
  /** The ARN of the resource, which may be a pattern. */
  resource: string,
  /** Of whom it is asked. */
  principals?: ReadonlyArray<PrincipalPoliciesInput> | null,
  /** The policy of the resource; of a role, its trust policy. */
  resourcePolicy?: PolicyInput | null,
  /** The resource control policies of the resource's account, by level. */
  resourceControl?: LayerOfLevels | null,
  /** The account that owns the resource, where its ARN does not say so. */
  resourceAccount?: string | null,
  /** After how many steps to say that it is undecided; about a million unless said. */
  maxSteps?: number | null,
};

/** A principal with its own policies. */
export type PrincipalPoliciesInput = {
  /** Who it is. */
  principal: PrincipalInput,
  /** The policies that bind it: `identity`, `permissionsBoundary`, `session` and `serviceControl`. */
  policies: PolicySetInput,
};

/** What `whatCan` is asked. */
export type WhatCanInput = {
  /** The policies that bind the caller: `identity`, `permissionsBoundary`, `session` and `serviceControl`. */
  policies: PolicySetInput,
  /** Whether the actions of AWS are listed that each grant lets through. */
  expand?: boolean | null,
  /** Whether actions are counted by service and access level. */
  summary?: boolean | null,
  /** After how many steps to say that it is undecided; about a million unless said. */
  maxSteps?: number | null,
};

/** What `validate` and `fix` are asked, as AWS's `ValidatePolicy`. */
export type ValidateInput = {
  /** The policy; its text need not be JSON. */
  policyDocument: PolicyInput,
  /** What kind of policy it is. */
  policyType: ValidatedPolicyType,
  /** What a resource policy will be attached to. */
  validatePolicyResourceType?: PolicyResourceType | null,
  /** Which findings of the library's own are wanted; none unless said. */
  ownFindings?: OwnFindingsInput | null,
  /** How many bytes a resource policy may have; what a bucket takes unless said. */
  maxResourcePolicyBytes?: number | null,
  /** After how many comparisons of patterns to give up; ten millions unless said. */
  maxSteps?: number | null,
  /** The limits that differ from the defaults. */
  limits?: Limits | null,
  /** In which units columns and offsets count; `code-points` unless said. */
  positionEncoding?: PositionEncoding | null,
};

/** What kind of policy is validated, as AWS has it. */
export type ValidatedPolicyType = "IDENTITY_POLICY" | "RESOURCE_POLICY" | "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY";

/** Which findings of the library's own are wanted? */
export type OwnFindingsInput = "none" | "default" | "all";

/**
 * To a resource of which type will a resource policy be attached?
 *
 * Source: Access Analyzer API reference, `ValidatePolicy`, `validatePolicyResourceType`.
 */
export type PolicyResourceType = "AWS::DynamoDB::Table" | "AWS::IAM::AssumeRolePolicyDocument" | "AWS::S3::AccessPoint" | "AWS::S3::Bucket" | "AWS::S3::MultiRegionAccessPoint" | "AWS::S3ObjectLambda::AccessPoint";

/** What `describeChecks` is asked. */
export type DescribeChecksInput = {
  /** Which ones, in any letter case; all unless said. */
  codes?: ReadonlyArray<string> | null,
};

/** What `validateFiles` is asked. */
export type ValidateFilesInput = {
  /** The files. */
  files: ReadonlyArray<FileInput>,
  /** What they are; seen from each file itself unless said. */
  sourceKind?: SourceKind | null,
  /** What kind of policy a file that is one document holds; `IDENTITY_POLICY` unless said. */
  policyType?: ValidatedPolicyType | null,
  /** What a resource policy that is a file of its own will be attached to. */
  validatePolicyResourceType?: PolicyResourceType | null,
  /** Which findings of the library's own are wanted; none unless said. */
  ownFindings?: OwnFindingsInput | null,
  /** The text of a file of suppressions. */
  suppressions?: string | null,
  /** The day on which suppressions end or not, as `2026-12-31`; needed beside suppressions. */
  today?: string | null,
  /** The text of a baseline: what it knows is not new. */
  baseline?: string | null,
  /** Whether to answer with a baseline that knows all that is found. */
  recordBaseline?: boolean | null,
  /** After how many comparisons of patterns to give a document up; ten millions unless said. */
  maxSteps?: number | null,
  /** The limits that differ from the defaults. */
  limits?: Limits | null,
  /** In which units columns and offsets count; `code-points` unless said. */
  positionEncoding?: PositionEncoding | null,
  /** Who reads the member `text` of the answer; there is none unless said. */
  format?: FindingsFormat | null,
  /** Whether `text` may have colours, as terminals take them. */
  color?: boolean | null,
};

/** A file. */
export type FileInput = {
  /** Its path, with `/` between its parts. */
  name: string,
  /** What it holds. */
  text: string,
  /** Whether it was met on the way, as in a folder, rather than named: it is skipped where it holds no policies. */
  isMet?: boolean | null,
};

/** What is it that has policy documents in it? */
export type SourceKind = "policy" | "terraform" | "cloud-formation" | "account-details";

/** What `validateFiles` answers. */
export type ValidateFilesOutput = {
  /** The files in the order given. */
  files: Array<FileOutput>,
  /** How much there is. */
  counts: CountsOutput,
  /** Suppressions that held of nothing. */
  unusedSuppressions: Array<SuppressionOutput>,
  /** Suppressions whose last day has passed: they hold of nothing. */
  expiredSuppressions: Array<SuppressionOutput>,
  /** Of which date the facts of AWS's services are; absent where there is no catalogue. */
  catalogDate?: string,
  /** The text of a baseline that knows all that was found. */
  baseline?: string,
  /** The new findings for who reads them. */
  text?: string,
};

/** What was found in a file. */
export type FileOutput = {
  /** Its path. */
  name: string,
  /** The policies in it. */
  documents: Array<FileDocumentOutput>,
  /** Why it, or what is left of it, was not looked at. */
  error?: ErrorReport,
  /** Whether it was met on the way and holds no policies. */
  skipped: boolean,
};

/** What was found in a policy of a file. */
export type FileDocumentOutput = {
  /** What tells it from the others of its file; absent where the file is the policy. */
  address?: string,
  /** What kind of policy it is. */
  policyType: PolicyType,
  /** What it is attached to. */
  validatePolicyResourceType?: PolicyResourceType,
  /** Whether what it holds is not known before it is deployed. */
  unknown: boolean,
  /** In the order of their first places. */
  findings: Array<FileFinding>,
};

/** A finding in a file. */
export type FileFinding = {
  /** What was found, with places in the policy's own text. */
  finding: FindingOutput,
  /** Where in the file its first place stands, lines and columns from 1. */
  span?: Span,
  /** The Sid of the statement. */
  sid?: string,
  /** Its name in every run. */
  fingerprint: string,
  /** Why it is not to be shown. */
  suppressed?: string,
  /** Whether the baseline knows it. */
  known: boolean,
};

/** A suppression. */
export type SuppressionOutput = {
  /** Of which codes. */
  codes: Array<string>,
  /** Why. */
  reason: string,
  /** Until which day. */
  expires?: string,
  /** Where it stands in its file. */
  span: Span,
};

/** How much there is. */
export type CountsOutput = {
  /** Files that were looked at. */
  files: number,
  /** Policies in them. */
  documents: number,
  /** Files that were not, or not to the end. */
  failed: number,
  /** Files that were met on the way and hold no policies. */
  skipped: number,
  /** New findings that are errors. */
  errors: number,
  /** New findings that are security warnings. */
  securityWarnings: number,
  /** New findings that are warnings. */
  warnings: number,
  /** New findings that are suggestions. */
  suggestions: number,
  /** Findings that somebody wrote down not to show. */
  suppressed: number,
  /** Findings that the baseline knows. */
  known: number,
  /** Findings that the baseline knows and that are gone. */
  gone: number,
};

/** What `validate` answers: AWS's shape. */
export type ValidateOutput = {
  /** In the order of their first places. */
  findings: Array<FindingOutput>,
  /**
   * Of which date the facts of AWS's services are; absent where there is no catalogue, and checks that need it did
   * not run.
   */
  catalogDate?: string,
};

/** A finding: AWS's shape, with fixes and a request besides. */
export type FindingOutput = {
  /** What is the matter. */
  findingDetails: string,
  /** How much it matters. */
  findingType: FindingType,
  /** The check's name; those of the library's own begin with `IE_`. */
  issueCode: string,
  /** AWS's page about it; absent for findings of the library's own. */
  learnMoreLink?: string,
  /** Where it is. */
  locations: Array<LocationOutput>,
  /** What would certainly mend it, the best first. */
  fixes?: Array<FixOutput>,
  /** A request that shows it. */
  witness?: Witness,
};

/**
 * How much does a finding matter? On the wire in AWS's spelling.
 *
 * Source: Access Analyzer API reference, `ValidatePolicyFinding`.
 */
export type FindingType = "ERROR" | "SECURITY_WARNING" | "WARNING" | "SUGGESTION";

/** A place in the document. */
export type LocationOutput = {
  /** The way from the top; empty for the document itself. */
  path: Array<PathElement>,
  /** The characters. */
  span: FindingSpan,
};

/** Which characters are meant. */
export type FindingSpan = {
  /** The first one. */
  start: FindingPosition,
  /** Just past the last. */
  end: FindingPosition,
};

/** A place as AWS counts: lines from 1, columns and offsets from 0. */
export type FindingPosition = {
  /** The line, from 1. */
  line: number,
  /** The column, from 0. */
  column: number,
  /** The offset in the document, from 0. */
  offset: number,
};

/** Edits that mend a finding. */
export type FixOutput = {
  /** What they do. */
  title: string,
  /** In the order of their places; no two overlap. */
  edits: Array<EditOutput>,
};

/** A piece of the document and what comes there. */
export type EditOutput = {
  /** What is replaced; empty where something is put in. */
  span: FindingSpan,
  /** What comes there. */
  text: string,
};

/** What `fix` answers. */
export type FixedOutput = {
  /** The document with the fixes in it. */
  text: string,
  /** What was done, in order. */
  mended: Array<MendedOutput>,
  /** What is wrong with the document still. */
  findings: Array<FindingOutput>,
  /** Of which date the facts of AWS's services are. */
  catalogDate?: string,
};

/** A fix that was made. */
export type MendedOutput = {
  /** Of which check's finding. */
  issueCode: string,
  /** What it did. */
  title: string,
};

/** What `describeChecks` answers. */
export type DescribeChecksOutput = {
  /** In the order asked; of all of them, in the order of their codes. */
  checks: Array<CheckOutput>,
};

/** A check. */
export type CheckOutput = {
  /** Its name. */
  issueCode: string,
  /** How much its findings matter. */
  findingType: FindingType,
  /** Who makes it. */
  status: "current" | "retired" | "own",
  /** Whether it is made only where all findings are asked for. */
  loud: boolean,
  /** Whether it needs the facts of AWS's services. */
  needsCatalog: boolean,
  /** In which kinds of policies it is looked for. */
  policyTypes: Array<PolicyType>,
  /** What it finds and why that matters. */
  meaning: string,
  /** Documents in which it finds something. */
  triggers: Array<ExampleOutput>,
  /** Documents that come near and are all right. */
  nearMisses: Array<ExampleOutput>,
  /** All of it as a page for people. */
  text: string,
};

/** A document that shows a check, or just does not. */
export type ExampleOutput = {
  /** As what it is stored. */
  policyType: PolicyType,
  /** What it is attached to. */
  validatePolicyResourceType?: PolicyResourceType,
  /** The document. */
  text: string,
};

/** What `parse` answers. `lint` shows it in use. */
export type ParseOutput = {
  /** The policy's elements; absent where the profile is `lint` and the text is not JSON. */
  policy?: PolicyOutline,
  /** Everything that the strict grammar refuses, in source order; only where the profile is `lint`. */
  remarks: Array<Remark>,
};

/** A text as an answer. */
export type TextOutput = {
  /** The text. */
  text: string,
};

/** What `evaluate_many` answers. */
export type EvaluateManyOutput = {
  /** The answers, in the order asked. */
  answers: Array<Answer>,
};

/** What `version` answers. */
export type VersionOutput = {
  /** The version of the library. */
  version: string,
};

/** What is said of a refusal. */
export type ErrorReport = {
  /** Of what kind it is. */
  type: ErrorType,
  /** The stable name of the refusal, in kebab case; for a simulation AWS's own code. */
  code: string,
  /** What was found and what was expected, and where. */
  message: string,
  /** On which line, from 1. */
  line?: number,
  /** In which column, from 1. */
  column?: number,
  /** How far from the start of the text, from 0. */
  offset?: number,
  /** The steps from the top of the policy to the element. */
  path?: Array<PathElement>,
  /** Which policy of the input is meant, where it has several; line, column and offset count in its text. */
  policy?: string,
  /** What AWS answers when such a document is stored. */
  awsMessage?: string,
};

/** Of what kind is a refusal? The class of exception, where a language has them. */
export type ErrorType = "ParseError" | "LimitError" | "InputError";

/** A remark about one place of a document. */
export type Remark = {
  /** A stable name of the kind of remark, in kebab case. */
  code: string,
  /** How much it matters. */
  severity: Severity,
  /** What was found and what was expected. */
  message: string,
  /** The way from the top of the document to the element. */
  path: Array<PathElement>,
  /** Where it stands. */
  span: Span,
};

/** How much a remark matters. On the wire the name in lower case. */
export type Severity = "error" | "warning";

/**
 * Which step leads from an element of a document to one inside it?
 *
 * Source: the shape is that of `PathElement` of IAM Access Analyzer (API reference, `ValidatePolicy`).
 */
export type PathElement = { "index": number } | { "key": string } | { "substring": {
  /** First character, from 0. */
  start: number,
  /** How many characters. */
  length: number, } } | { "value": string
};

/** Which part of a text is meant: from its first character to just past its last. */
export type Span = {
  /** Where the first character stands. */
  start: Position,
  /** Just past the last. */
  end: Position,
};

/** A place in a text: how far from its start, and line and column for people. */
export type Position = {
  /** Units from the start of the text, from 0, in the encoding that was asked for. */
  offset: number,
  /** Line, from 1. */
  line: number,
  /** Column, from 1, in the encoding that was asked for. */
  column: number,
};

/** What does a policy hold, and where does each element stand? */
export type PolicyOutline = {
  /** The version the document states. */
  version?: Version,
  /** The document's `Id`. */
  id?: string,
  /** The statements in source order. */
  statements: Array<StatementOutline>,
};

/** What does a statement hold? */
export type StatementOutline = {
  /** Which statement of the policy, from 0. */
  index: number,
  /** Its `Sid`. */
  sid?: string,
  /** Whether it grants or denies. */
  effect: Effect,
  /** Its place, braces included. */
  span: Span,
  /** Its `Principal` or `NotPrincipal`. */
  principal?: PrincipalOutline,
  /** Its `Action` or `NotAction`. */
  action?: ElementOutline,
  /** Its `Resource` or `NotResource`. */
  resource?: ElementOutline,
  /** Its conditions, in source order. */
  conditions: Array<ConditionOutline>,
};

/** Whom does a `Principal` or `NotPrincipal` name? */
export type PrincipalOutline = {
  /** Which of the two it is. */
  name: ElementName,
  /** Where the name stands. */
  nameSpan: Span,
  /** Where its value stands. */
  span: Span,
  /** The principals, each with its kind; `*` alone is of kind `AWS`. */
  values: Array<PlacedPrincipal>,
};

/** What does an `Action`, `NotAction`, `Resource` or `NotResource` list? */
export type ElementOutline = {
  /** Which of them it is. */
  name: ElementName,
  /** Where the name stands. */
  nameSpan: Span,
  /** Where its value, or its list of values, stands. */
  span: Span,
  /** The values. */
  values: Array<PlacedText>,
};

/** What does one condition ask? */
export type ConditionOutline = {
  /** The operator, as written. */
  operator: string,
  /** Where the operator stands; conditions of one operator share it. */
  operatorSpan: Span,
  /** The context key, as written. */
  key: string,
  /** Where the key stands. */
  keySpan: Span,
  /** Where its value, or its list of values, stands. */
  span: Span,
  /** The values, numbers and booleans as their text. */
  values: Array<PlacedText>,
};

/** A text of a document and where it stands, quotes included. */
export type PlacedText = {
  /** The characters, with JSON's escapes resolved. */
  value: string,
  /** Where it stands. */
  span: Span,
};

/** A principal of a document and where it stands. */
export type PlacedPrincipal = {
  /** Its kind. */
  type: PrincipalKind,
  /** Its name. */
  value: string,
  /** Where the name stands. */
  span: Span,
};

/**
 * Which version of the policy language is a document written in?
 *
 * Source: IAM user guide, "Policy elements: Version" (rule `version_gates_variables`).
 */
export type Version = "2008-10-17" | "2012-10-17";

/**
 * What does a statement do with the requests it matches?
 *
 * Source: IAM user guide, "Policy evaluation logic" (rule `explicit_deny_first`).
 */
export type Effect = "Allow" | "Deny";

/** Which of the elements of a statement is meant? */
export type ElementName = "Action" | "NotAction" | "Resource" | "NotResource" | "Principal" | "NotPrincipal";

/**
 * By what kind of name is a principal named?
 *
 * Source: IAM user guide, "AWS JSON policy elements: Principal".
 */
export type PrincipalKind = "AWS" | "Service" | "Federated" | "CanonicalUser";

/**
 * A `Decision`, with the reason in words, the statements it rests on, and the place of each
 * statement in the text of its policy.
 */
export type DecisionReport = {
  /** The answer. */
  answer: Answer,
  /** The answer in words, on one line. */
  reason: string,
  /** Which layer granted or denied; absent where it depends, or where no policy is asked. */
  decidedBy?: DecidedBy,
  /** Whether an implicit denial may in truth be an explicit one: a Deny of which not all is known. */
  maybeExplicit: boolean,
  /** How directly the resource's policy names the caller, where it surely does. */
  principalGrade: PrincipalGrade,
  /** The statements that the answer rests on. */
  statements: Array<DecidingStatement>,
  /** The context keys that statements which may concern the request ask for, and that it lacks. */
  missingKeys: Array<string>,
  /** On what an answer that depends does depend. */
  dependsOn: Array<Dependency>,
  /** Every layer that applies to the request. */
  layers: Array<LayerReport>,
};

/** A statement that an answer rests on, and where it stands. */
export type DecidingStatement = {
  /** The layer. */
  layer: LayerKind,
  /** Which level of it, from 0, for service and resource control policies. */
  level?: number,
  /** Which policy of the layer or level, from 0. */
  policy: number,
  /** Which statement of the policy, from 0. */
  index: number,
  /** Its `Sid`. */
  sid?: string,
  /** Its effect. */
  effect: Effect,
  /** Where it stands in the text of its policy. */
  span: Span,
};

/** What did one layer, or one level of it, make of a request? */
export type LayerReport = {
  /** The layer. */
  layer: LayerKind,
  /** Which level of it, from 0, for service and resource control policies. */
  level?: number,
  /** What the layer would answer by itself. */
  answer: Answer,
  /** Whether nobody says what the layer holds. */
  unknown: boolean,
  /** Its statements, in order of policy, then statement. */
  statements: Array<StatementReport>,
};

/** What did one statement make of a request? */
export type StatementReport = {
  /** Which policy of its layer or level, from 0. */
  policy: number,
  /** Which statement of its policy, from 0. */
  index: number,
  /** Its `Sid`. */
  sid?: string,
  /** Where it stands in the text of its policy. */
  span: Span,
  /** Its effect. */
  effect: Effect,
  /** Whether it matches, or the first element that does not. */
  outcome: Outcome,
  /** Its conditions, where its action matches. */
  conditions: Array<ConditionReport>,
};

/** What did one condition make of a request? */
export type ConditionReport = {
  /** The operator; absent where nobody knows it. */
  operator?: string,
  /** The key, as the policy spells it. */
  key: string,
  /** Whether the condition holds; absent where that is not known. */
  holds?: boolean,
  /** Whether the request lacks the key, or its value is not known. */
  missing: boolean,
};

/**
 * Is a request allowed?
 *
 * On the wire these are AWS's words, and ours for the fourth (rule `depends_meaning`).
 */
export type Answer = "allowed" | "explicitDeny" | "implicitDeny" | "depends";

/**
 * Which layer of policies?
 *
 * The order is that in which a denial is attributed to a layer (rule `decided_by_order`); those of
 * the caller's limits and of the resource are AWS's own (IAM user guide, "Policy evaluation logic").
 */
export type LayerKind = "resource_control" | "service_control" | "vpc_endpoint" | "resource" | "trust" | "identity" | "permissions_boundary" | "session";

/** Which layer decided (rule `decided_by_order`)? */
export type DecidedBy = {
  /** The layer. */
  layer: LayerKind,
  /** Which level of it, from 0, for service and resource control policies. */
  level?: number,
  /** Whose policies these are. */
  side: AccountSide,
};

/**
 * To which account do a layer's policies belong?
 *
 * Source: IAM user guide, "Cross-account policy evaluation logic" (rule `cross_account_algorithm`).
 * `DecidedBy` shows it in use.
 */
export type AccountSide = "caller" | "owner";

/**
 * Does a statement match a request, or which of its elements is the first that does not
 * (rule `outcome_order`)?
 */
export type Outcome = "matches" | "unknown" | "actionDiffers" | "resourceDiffers" | "principalDiffers" | "conditionFails";

/**
 * How directly does a statement of a resource policy name the caller?
 *
 * The better the grade, the fewer of the caller's own limits apply (rules `same_account_algorithm` to
 * `cross_account_no_boundary_bypass`). Source: IAM user guide, "Policy evaluation logic".
 */
export type PrincipalGrade = "none" | "account" | "issuer" | "direct";

/** On what does a decision that depends depend? */
export type Dependency = { "type": "contextKey",
  /** The key, as the policy spells it. */
  name: string, } | { "type": "layer",
  /** The layer. */
  layer: LayerKind, } | { "type": "resourceAccount" } | { "type": "principal"
};

/** The output of both simulations, with AWS's names (IAM API reference). */
export type SimulatePolicyOutput = {
  /** One for each action of the page, in the order asked. */
  EvaluationResults: Array<EvaluationResult>,
  /** Whether there are more pages. */
  IsTruncated: boolean,
  /** What to ask for the next page with. */
  Marker?: string,
};

/** What is said of one action. */
export type EvaluationResult = {
  /** The action. */
  EvalActionName: string,
  /** The resource, or a template where there are several (rule `sim_eval_resource_name`). */
  EvalResourceName?: string,
  /** The decision, over all resources the most restrictive. */
  EvalDecision: EvalDecision,
  /** The statements it rests on, those of all resources together. */
  MatchedStatements: Array<MatchedStatement>,
  /** The context keys that policies ask for and nobody gave, where it is denied implicitly. */
  MissingContextValues: Array<string>,
  /** Whether the service control policies allow it, where there are any. */
  OrganizationsDecisionDetail?: OrganizationsDecisionDetail,
  /** Whether the permissions boundary allows it, where there is one. */
  PermissionsBoundaryDecisionDetail?: PermissionsBoundaryDecisionDetail,
  /** What each kind of policy says, across accounts; there if resources were given. */
  EvalDecisionDetails?: { [key in string]: EvalDecision },
  /** What is said of each resource, in the order asked; there if resources were given. */
  ResourceSpecificResults?: Array<ResourceSpecificResult>,
};

/** What is said of one action on one resource. */
export type ResourceSpecificResult = {
  /** The resource. */
  EvalResourceName: string,
  /** The decision. */
  EvalResourceDecision: EvalDecision,
  /** The statements it rests on. */
  MatchedStatements?: Array<MatchedStatement>,
  /** The context keys that policies ask for and nobody gave, where it is denied implicitly. */
  MissingContextValues?: Array<string>,
  /** What each kind of policy says, across accounts. */
  EvalDecisionDetails?: { [key in string]: EvalDecision },
  /** Whether the permissions boundary allows it, where there is one. */
  PermissionsBoundaryDecisionDetail?: PermissionsBoundaryDecisionDetail,
};

/**
 * A decision in AWS's words; the greater the more restrictive (rules `sim_decision_words`,
 * `sim_aggregate`).
 */
export type EvalDecision = "allowed" | "implicitDeny" | "explicitDeny";

/** A statement that a decision rests on. */
export type MatchedStatement = {
  /** Which policy: `PolicyInputList.1`, `ResourcePolicy`, or the name of an attached one. */
  SourcePolicyId: string,
  /** What kind of policy: `IAM Policy`, `Resource Policy` or `Permissions Boundary Policy`. */
  SourcePolicyType: string,
  /** Where the statement begins (rule `sim_positions`). */
  StartPosition: SimulatorPosition,
  /** Just past its closing brace. */
  EndPosition: SimulatorPosition,
};

/** A place in the text of a policy. */
export type SimulatorPosition = {
  /** Line, from 1. */
  Line: number,
  /** Column in code points, from 1. */
  Column: number,
};

/** Whether the service control policies allow an action. */
export type OrganizationsDecisionDetail = {
  /** Whether every level allows it and none denies it. */
  AllowedByOrganizations: boolean,
};

/** Whether the permissions boundary allows an action. */
export type PermissionsBoundaryDecisionDetail = {
  /** Whether it does. */
  AllowedByPermissionsBoundary: boolean,
};

/** The policies, and what there is to say about them. */
export type SynthesizeOutput = {
  /** The same in words. */
  report: string,
  /** The policies for Terraform. */
  terraform: string,
  /** The policies for any account, where `templateArns` asked for them; else none. */
  templates: Array<string>,
  /** Whose usage it is. */
  principals: Array<string>,
  /** One policy, or several where one would be too large. */
  policies: Array<GeneratedPolicy>,
  /** What each statement rests on. */
  evidence: Array<Evidence>,
  /** That everything used is granted. */
  coverage: Coverage,
  /** Whether everything granted is granted today. */
  withinCurrent: Within,
  /** Where more is granted than was used, and why. */
  widened: Array<Widening>,
  /** Whether each policy is as small as its quota asks. */
  fits: boolean,
  /** Actions that AWS documents as also needed, and that were not seen. */
  suggestions: Array<DependentSuggestion>,
  /** Conditions that all events of a statement agree on. */
  conditions: Array<ConditionSuggestion>,
  /** What is granted and not certain. */
  uncertain: Array<Uncertain>,
  /** Whether nothing is uncertain or unmapped, and the window is long enough. */
  isComplete: boolean,
  /** When the events happened. */
  window: Window,
  /** Where the facts about actions come from. */
  catalog: Provenance,
};

/** A policy, its name and its size. */
export type GeneratedPolicy = {
  /** A name, unique in the answer. */
  name: string,
  /** The document. */
  document: { Version: string, Statement: Record<string, unknown>[] },
  /** Characters without white space, as quotas count. */
  size: number,
};

/** What a statement rests on. */
export type Evidence = {
  /** The statement. */
  sid: string,
  /** When its first use happened. */
  first: Time | null,
  /** When its last use happened. */
  last: Time | null,
  /** How many events show it. */
  count: number,
  /** Ids of some of them. */
  eventIds: Array<string>,
  /** Action, resource and number of events. */
  pairs: Array<[string, string, number]>,
};

/** How much of what was used is granted. */
export type Coverage = {
  /** How many pairs of action and resource were used. */
  used: number,
  /** How many of them are granted. */
  covered: number,
  /** Those that are not. */
  uncovered: Array<[string, string]>,
  /** Whether that is proved. */
  proof: Proof,
  /** Whether taking any pair away would leave a use uncovered; only said of exact policies. */
  isMinimal?: boolean,
};

/** Is something so for all requests? */
export type Proof = "proved" | "refuted" | "undecided";

/** Whether everything granted is granted today. */
export type Within = {
  /** The answer. */
  result: WithinResult,
  /** A request that the policy grants and today's policies do not. */
  witness?: [string, string],
  /** What was used and is not granted today: an older policy did, or a resource's own. */
  outsideCurrent: Array<[string, string]>,
  /** What could not be decided, and why. */
  undecided: Array<[string, string, string]>,
};

/** Is one set of requests inside of another? */
export type WithinResult = "proved" | "refuted" | "undecided" | "not_given";

/** A place where more is granted than was used. */
export type Widening = {
  /** What was used. */
  from: Array<string>,
  /** What is granted. */
  to: Array<string>,
  /** Which step did it. */
  step: WideningStep,
};

/** How a policy grants more than was used. */
export type WideningStep = "accessLevel" | "service" | "folded" | "suffix" | "type" | "any";

/** An action that AWS documents as also needed. */
export type DependentSuggestion = {
  /** The action that may be needed. */
  action: string,
  /** The used actions that depend on it. */
  becauseOf: Array<string>,
};

/** A condition that all events of a statement meet. */
export type ConditionSuggestion = {
  /** The statement. */
  sid: string,
  /** The operator that fits the key. */
  operator: string,
  /** The key. */
  key: string,
  /** The values and how many events had each. */
  values: Array<[string, number]>,
};

/** Something granted that is not certain. */
export type Uncertain = {
  /** The action. */
  action: string,
  /** The resource. */
  resource: string,
  /** Why: `weak`, `partial`, `unknown_resource`, `mapping` or `folded`. */
  reason: string,
};

/** Seconds since 1970, UTC. Read as CloudTrail and its downloads write it, printed as RFC 3339. */
export type Time = string;

/** From when to when. */
export type Window = {
  /** The earliest time of any event. */
  first?: Time,
  /** The latest. */
  last?: Time,
};

/** Where the facts come from, and of which dates. */
export type Provenance = {
  /** Every collection that something was taken from. */
  sources: Array<Source>,
};

/** A collection of facts. */
export type Source = {
  /** Its name, with where it is published. */
  name: string,
  /** Its version. */
  version: string,
  /** When it was made, as exactly as that is known: `2026-09-26`, `2026-04`; nothing where it is not known. */
  date: string | null,
  /** Its licence; `facts` where only facts that AWS publishes were taken. */
  licence: string,
};

/** A policy without what was not used. */
export type Refinement = {
  /** The new text, equal to the old one but for what is listed; none where no statement is left. */
  text: string | null,
  /** What was taken away. */
  changes: Array<Change>,
  /** What is granted, was not seen, and stays because the trails could not have shown it. */
  unobservable: Array<string>,
};

/** Something taken away. */
export type Change = {
  /** Which statement, from 0. */
  statement: number,
  /** Its Sid. */
  sid: string | null,
  /** The entry that was there; none where the whole statement goes. */
  entry: string | null,
  /** Whether the entry is one of `Resource`; else it is one of `Action`. */
  isResource: boolean,
  /** What stands there now. */
  kept: Array<string>,
  /** The actions that are gone; none of a change of `Resource`. */
  removed: Array<string>,
  /** When the statement's actions were last used, if one was. */
  lastSeen: Time | null,
};

/** What is granted and was not used. */
export type UnusedOutput = {
  /** As Access Analyzer has them. */
  findings: Array<UnusedAccess>,
};

/** A finding of unused access, as `GetFindingV2` of Access Analyzer has it. */
export type UnusedAccess = {
  /** A stable name: the same finding has the same. */
  id: string,
  /**
   * `UnusedIAMRole`, `UnusedIAMUserAccessKey`, `UnusedIAMUserPassword` or `UnusedPermission`; ours besides is
   * `UnobservablePermission`, where of a service's idle actions none could have been seen.
   */
  findingType: string,
  /** The principal. */
  resource: string,
  /** `AWS::IAM::Role` or `AWS::IAM::User`. */
  resourceType: string,
  /** Whose it is. */
  resourceOwnerAccount: string,
  /** Always `ACTIVE`: what is resolved is no longer found. */
  status: string,
  /** The clock that was given. */
  createdAt: Time,
  /** The clock that was given. */
  analyzedAt: Time,
  /** The clock that was given. */
  updatedAt: Time,
  /** What is unused. */
  findingDetails: Array<UnusedDetail>,
  /** Ours besides: granted, not seen, and not visible to the trails at hand. */
  unobservable?: Array<string>,
};

/** What is unused. */
export type UnusedDetail = { "unusedIamRoleDetails": LastAccessed } | { "unusedIamUserAccessKeyDetails": {
  /** The key. */
  accessKeyId: string,
  /** When it was last used. */
  lastAccessed?: Time, } } | { "unusedIamUserPasswordDetails": LastAccessed } | { "unusedPermissionDetails": {
  /** The prefix of the service. */
  serviceNamespace: string,
  /** The actions. */
  actions?: Array<UnusedAction>,
  /** When the service was last used. */
  lastAccessed?: Time, }
};

/** When something was last used, if it ever was. */
export type LastAccessed = {
  /** The time. */
  lastAccessed?: Time,
};

/** An action that was not used. */
export type UnusedAction = {
  /** Its name without the service. */
  action: string,
  /** When it was last used. */
  lastAccessed?: Time,
};

/** What was attempted and refused. */
export type DeniedOutput = {
  /** Most often first. */
  attempts: Array<Attempt>,
};

/** An action on a resource that was refused. */
export type Attempt = {
  /** Who tried. */
  principal: string,
  /** What. */
  action: string,
  /** On what. */
  resource: string,
  /** How often. */
  count: number,
  /** When first. */
  first: Time | null,
  /** When last. */
  last: Time | null,
  /** Ids of some of the events. */
  eventIds: Array<string>,
  /** Whether a statement denies it, as far as the messages say. */
  isExplicit: boolean | null,
  /** By which layer it failed, as far as the messages say. */
  layer: DenyingLayer | null,
  /** What would let it through. */
  wouldNeed: WouldNeed,
  /** What AWS said. */
  message: string | null,
  /** The encoded authorization message, which `sts:DecodeAuthorizationMessage` reads. */
  encodedMessage: string | null,
  /** Whether it is one of many different ones in a short time: somebody was trying out what works. */
  isEnumeration: boolean,
};

/** What would let an attempt through? */
export type WouldNeed = { "kind": "allow",
  /** The layer. */
  layer: DenyingLayer,
  /** The action to allow. */
  action: string,
  /** The resource to allow it on. */
  resource: string, } | { "kind": "explicitDeny",
  /** The layer, where the messages say. */
  layer?: DenyingLayer,
};

/**
 * The layers as access-denied messages name them (IAM user guide, "Troubleshoot access denied error
 * messages").
 */
export type DenyingLayer = "identity" | "resource" | "session" | "permissionsBoundary" | "serviceControl" | "resourceControl" | "vpcEndpoint";

/** What `expand` answers. */
export type ExpandOutput = {
  /** Each pattern with its actions, in the order asked. */
  expanded: Array<Expanded>,
  /** Where the facts about actions come from. */
  catalog: Provenance,
};

/** A pattern and its actions. */
export type Expanded = {
  /** The pattern. */
  pattern: string,
  /** The actions that it matches, in order. */
  actions: Array<string>,
};

/** What a custom policy check answers: AWS's shape, with requests besides. */
export type CustomCheckOutput = {
  /** `PASS`, or `FAIL` where it does not pass or is undecided. */
  result: "PASS" | "FAIL",
  /** The same in words. */
  message: string,
  /** Why it does not pass, by statement. */
  reasons: Array<ReasonOutput>,
  /** A request that should not be let through. */
  witness?: Witness,
  /** Whether it is not known. */
  undecided: boolean,
};

/** A reason for which a check does not pass. */
export type ReasonOutput = {
  /** The reason in words. */
  description: string,
  /** The statement's `Sid`. */
  statementId?: string,
  /** Which statement, from 0. */
  statementIndex?: number,
  /** Where the statement stands. */
  span?: Span,
  /** A request that the statement lets through and that should not be. */
  witness?: Witness,
};

/** Is it so for every request? As `Verdict`. */
export type VerdictOutput = {
  /** `proved`, `refuted` or `undecided`. */
  verdict: "proved" | "refuted" | "undecided",
  /** Where it is refuted: a request that shows it. */
  witness?: Witness,
  /** Where it is undecided: why. */
  why?: string,
};

/** A request that shows something. It is of the shape of a question's `request`. */
export type Witness = {
  /** The action. */
  action: string,
  /** The ARN of the resource, or `*`. */
  resource: string,
  /** Who asks; absent where it does not matter. */
  principal?: WitnessPrincipal,
  /** What is known of context keys besides what follows from the rest. */
  context?: { [key in string]: WitnessValue },
};

/** Who makes a request that shows something. */
export type WitnessPrincipal = {
  /** Its kind. */
  type: string,
  /** Its ARN. */
  arn?: string,
  /** Its account, where the ARN has none. */
  account?: string,
  /** The ARN of the role of a session. */
  roleArn?: string,
  /** The ARN of the user that issued a federated session. */
  issuer?: string,
  /** The name of a service. */
  name?: string,
  /** The provider of a federated identity. */
  provider?: string,
  /** The unique id. */
  uniqueId?: string,
  /** The canonical user id of the account. */
  canonicalUserId?: string,
};

/** What a context key holds. */
export type WitnessValue = string | Array<string> | AbsentKey;

/** The request does not have the key. */
export type AbsentKey = {
  /** Always true. */
  absent: true,
};

/** Which statements a policy could do without. */
export type CheckStatementsOutput = {
  /** Those that may be left out together without changing what the policy lets through. */
  redundant: Array<NamedStatement>,
  /** Those that match no request at all. */
  unreachable: Array<NamedStatement>,
  /** Those of which one or the other is not known. */
  undecided: Array<UndecidedStatement>,
};

/** A statement by its place and name. */
export type NamedStatement = {
  /** Which statement, from 0. */
  index: number,
  /** Its `Sid`. */
  sid?: string,
};

/** A statement of which something is not known. */
export type UndecidedStatement = {
  /** `redundant` or `unreachable`. */
  question: string,
  /** Why it is not known. */
  why: string,
  /** Which statement, from 0. */
  index: number,
  /** Its `Sid`. */
  sid?: string,
};

/** What `checkNoPublicAccess` answers: AWS's shape, with requests and what was taken for granted besides. */
export type CheckNoPublicAccessOutput = {
  /** By which rules it was judged. */
  ruleSet: string,
  /** What S3's Block Public Access says, of buckets and access points. */
  blockPublicAccess?: BlockPublicAccessOutput,
  /** A request that a service of AWS makes for somebody outside, where the policy lets it do that for anyone. */
  confusedDeputy?: Witness,
  /** What was taken for granted, in words. */
  assumptions: Array<string>,
  /** `PASS`, or `FAIL` where it does not pass or is undecided. */
  result: "PASS" | "FAIL",
  /** The same in words. */
  message: string,
  /** Why it does not pass, by statement. */
  reasons: Array<ReasonOutput>,
  /** A request that should not be let through. */
  witness?: Witness,
  /** Whether it is not known. */
  undecided: boolean,
};

/** What S3's Block Public Access says of a policy. */
export type BlockPublicAccessOutput = {
  /** By which rules it was judged. */
  ruleSet: string,
  /** Whether the policy is public. */
  isPublic: boolean,
  /** The statements that make it so, from 0. */
  publicStatements: Array<number>,
};

/** Who outside a zone of trust a policy lets through. */
export type ExternalAccessOutput = {
  /** The broadest descriptions, made of what the policy itself names. */
  findings: Array<ExternalAccessDetails>,
  /** Whether there is no access from outside; refuted with a request. */
  noAccess: VerdictOutput,
  /** Whether the findings describe all of it; refuted with a request that none describes. */
  coverage: VerdictOutput,
  /** A request that a service of AWS makes for somebody outside, where the policy lets it do that for anyone. */
  confusedDeputy?: Witness,
  /** What was taken for granted, in words. */
  assumptions: Array<string>,
};

/** Access of somebody outside, as AWS's `ExternalAccessDetails`, with a request. */
export type ExternalAccessDetails = {
  /** Who: the kind and the name, as in `{"AWS": "*"}`. */
  principal: { [key in string]: string },
  /** The actions, as the policy writes them. */
  action: Array<string>,
  /** What else has to hold of who calls, by key. */
  condition: { [key in string]: string },
  /** Whether anybody may do it. */
  isPublic: boolean,
  /** By which statements. */
  sources: Array<ExternalAccessSource>,
  /** Whether resource control policies narrow it. */
  resourceControlPolicyRestriction: "APPLIED" | "NOT_APPLICABLE",
  /** A request of somebody outside that is let through. */
  witness: Witness,
};

/** A statement that gives access. */
export type ExternalAccessSource = {
  /** Always `POLICY`. */
  type: "POLICY",
  /** Which statement, from 0. */
  statementIndex: number,
  /** Its `Sid`. */
  statementId?: string,
};

/** Who can do something to a resource. */
export type WhoCanOutput = {
  /** Each of whom it was asked, in their order. */
  principals: Array<PrincipalCan>,
  /** Each whom the policy of the resource names, as far as it alone can say. */
  named: Array<NamedCan>,
};

/** Whether a principal can do it. */
export type PrincipalCan = {
  /** Who. */
  principal: WitnessPrincipal,
  /** `yes`, `no` or `undecided`. */
  can: "yes" | "no" | "undecided",
  /** Where it can: a request that is allowed. */
  witness?: Witness,
  /** Where it can: the context keys that have to hold what the request says. */
  keys?: Array<string>,
  /** Where it is undecided: why. */
  why?: string,
};

/** Whether the policy of a resource alone would let a principal do it that it names. */
export type NamedCan = {
  /** Who: the kind and the name, as in `{"AWS": "*"}`. */
  principal: { [key in string]: string },
  /** `yes`, `no` or `undecided`. An account needs its principals' own policies to allow as well. */
  can: "yes" | "no" | "undecided",
  /** Where it can: a request that the policy lets through. */
  witness?: Witness,
  /** Where it is undecided: why. */
  why?: string,
};

/** What a caller can do. */
export type WhatCanOutput = {
  /** Each way in which all layers allow something that is not wholly denied. */
  grants: Array<AccessGrant>,
  /** Why something may be missing; absent where nothing is. */
  incomplete?: string,
  /** Actions by service, where they were to be counted. */
  summary?: Array<ServiceAccessOutput>,
  /** The date of the facts about AWS's services, where they were used. */
  catalogDate?: string,
};

/** What a statement of each layer allows together. */
export type AccessGrant = {
  /** The actions: those that all of these lists match. */
  actions: Array<GrantList>,
  /** The resources: those that all of these lists match; any where there is none. */
  resources: Array<GrantList>,
  /** What has to hold of the context. */
  conditions: Array<GrantConditionOutput>,
  /** The statements that allow, one of each layer. */
  statements: Array<LayerStatement>,
  /** The statements that take a part of it away, or may do so. */
  denies: Array<LayerStatement>,
  /** The actions of AWS that are let through on some resource, where they were to be listed. */
  expanded?: Array<string>,
  /** A request that is let through. */
  witness?: Witness,
  /** Why it is not known whether anything is let through. */
  undecided?: string,
};

/** Entries of an element, as policies have them. */
export type GrantList = {
  /** Whether all but these are meant. */
  isNegated: boolean,
  /** The entries. */
  entries: Array<string>,
};

/** A condition, as policies have it. */
export type GrantConditionOutput = {
  /** The operator. */
  operator: string,
  /** The key. */
  key: string,
  /** The values. */
  values: Array<string>,
};

/** A statement of one of the layers. */
export type LayerStatement = {
  /** Its layer, as `identity` or `service_control[0]`. */
  layer: string,
  /** Which policy of the layer, from 0. */
  policy: number,
  /** Which statement of the policy, from 0. */
  statement: number,
  /** Its `Sid`. */
  sid?: string,
};

/** How many actions of a service are let through. */
export type ServiceAccessOutput = {
  /** The service's prefix. */
  service: string,
  /** By access level. */
  levels: Array<LevelAccessOutput>,
};

/** How many actions of an access level are let through. */
export type LevelAccessOutput = {
  /** The level, as `Write`; absent where it is not known. */
  level?: string,
  /** How many actions there are. */
  actions: number,
  /** How many are let through on some resource. */
  onSome: number,
  /** How many are let through on all resources. */
  onAll: number,
  /** Of how many it is not known. */
  undecided: number,
};

/** A policy as an answer: all that it lets through is proved to be asked for. */
export type DocumentOutput = {
  /** The policy; `null` where it would let through nothing. */
  policy: { Version?: string, Id?: string, Statement: unknown } | null,
  /** The policy's text, indented; `null` as `policy` is. */
  text: string | null,
  /** Whether it is proved to let through all that is asked for, too. */
  isExact: boolean,
  /** Why it may leave something out. */
  reasons: Array<string>,
  /** A request that it leaves out, where one was found. */
  leftOut?: Witness,
};

/** What a change of a policy adds and removes. */
export type DiffOutput = {
  /** `same`, `narrower`, `wider` or `different`: what the new policy is beside the existing one; or `undecided`. */
  relation: "same" | "narrower" | "wider" | "different" | "undecided",
  /** What is let through anew. */
  added: ChangeOutput,
  /** What is let through no longer. */
  removed: ChangeOutput,
};

/** What is let through anew, or no longer. */
export type ChangeOutput = {
  /** Whether there is nothing; refuted with a request. */
  isNothing: VerdictOutput,
  /** The policy; `null` where it would let through nothing. */
  policy: { Version?: string, Id?: string, Statement: unknown } | null,
  /** The policy's text, indented; `null` as `policy` is. */
  text: string | null,
  /** Whether it is proved to let through all that is asked for, too. */
  isExact: boolean,
  /** Why it may leave something out. */
  reasons: Array<string>,
  /** A request that it leaves out, where one was found. */
  leftOut?: Witness,
};

/** A policy in fewer words. */
export type MinimizeOutput = {
  /**
   * The policy, proved to mean the same; the one that was given where nothing shorter was found; `null` where its
   * statements match nothing at all.
   */
  policy: { Version?: string, Id?: string, Statement: unknown } | null,
  /** The policy's text, indented; `null` as `policy` is. */
  text: string | null,
  /** Its characters without white space. */
  size: number,
  /** Whether that fits the quota, where one was given. */
  fits: boolean,
  /** Why a shorter policy was not taken: it could not be proved to mean the same. */
  undecided?: string,
};

/** The paths that are open to a caller. */
export type EscalationPathsOutput = {
  /** Those that are open. */
  found: Array<EscalationPath>,
  /** Those of which it is not known. */
  undecided: Array<UndecidedPath>,
  /** What was taken for granted, in words. */
  assumptions: Array<string>,
  /** The date of the facts about AWS's services. */
  catalogDate?: string,
  /** The date of the known paths. */
  pathsDate: string,
};

/** A path that is open. */
export type EscalationPath = {
  /** Its name, as `iam-001`, by which it is described at pathfinding.cloud. */
  id: string,
  /** What kind it is, as `self-escalation`. */
  category: string,
  /** The services that it goes through. */
  services: Array<string>,
  /** Requests that make the path, all of which are let through. */
  requests: Array<Witness>,
  /** Actions that would help, are not needed, and are not let through. */
  missingAdditional: Array<string>,
};

/** A path of which it is not known. */
export type UndecidedPath = {
  /** Its name. */
  id: string,
  /** Why it is not known. */
  why: string,
};
