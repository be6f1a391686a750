"""The verbs of the wire with values in place of JSON text.

A `Policy` in an input stands for its text, a `Request` for its members, bytes for their text. What is
asked and answered is written down in the types of the repository: members are in camel case, here
too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from ._native import ask


def _answer(verb: str, question: Mapping[str, Any]) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(ask(verb, question)))


def parse(input: Mapping[str, Any]) -> dict[str, Any]:
    """What does a policy hold, where does each element stand, and is it well formed?

    >>> import iam_eval
    >>> policy = '{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}'
    >>> iam_eval.parse({"policy": policy})["policy"]["statements"][0]["effect"]
    'Deny'
    """
    return _answer("parse", input)


def format(input: Mapping[str, Any]) -> dict[str, Any]:
    """How is a policy written canonically?

    >>> import iam_eval
    >>> policy = {"Statement": {"Resource": ["*"], "NotAction": "a:b", "Effect": "Deny"}}
    >>> iam_eval.format({"policy": policy, "pretty": False})
    {'text': '{"Statement":[{"Effect":"Deny","NotAction":"a:b","Resource":"*"}]}'}
    """
    return _answer("format", input)


def evaluate(input: Mapping[str, Any]) -> dict[str, Any]:
    """Is a request allowed, why, by which statements, and what was missing to know?

    >>> import iam_eval
    >>> iam_eval.evaluate({"policies": {"identity": []}, "request": {"action": "s3:GetObject"}})["answer"]
    'implicitDeny'
    """
    return _answer("evaluate", input)


def evaluate_many(input: Mapping[str, Any]) -> dict[str, Any]:
    """Which of many requests are allowed? The answers alone, for one set of policies.

    >>> import iam_eval
    >>> iam_eval.evaluate_many({"policies": {"identity": []}, "requests": [{"action": "s3:GetObject"}]})
    {'answers': ['implicitDeny']}
    """
    return _answer("evaluateMany", input)


def explain(input: Mapping[str, Any]) -> dict[str, Any]:
    """Why is a request allowed or not, in words?

    >>> import iam_eval
    >>> iam_eval.explain({"policies": {"identity": []}, "request": {"action": "s3:GetObject"}})
    {'text': 'denied: no statement of the identity policies allows it'}
    """
    return _answer("explain", input)


def simulate(input: Mapping[str, Any]) -> dict[str, Any]:
    """What would AWS's policy simulator answer? In and out as the AWS CLI has them.

    >>> import iam_eval
    >>> policy = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}'
    >>> answer = iam_eval.simulate({"PolicyInputList": [policy], "ActionNames": ["s3:GetObject"]})
    >>> answer["EvaluationResults"][0]["EvalDecision"]
    'allowed'
    """
    return _answer("simulate", input)


def version() -> dict[str, Any]:
    """Which version of the library answers?

    >>> import iam_eval
    >>> iam_eval.version() == {"version": iam_eval.__version__}
    True
    """
    return _answer("version", {})


def read_usage(input: Mapping[str, Any]) -> dict[str, Any]:
    """Who used which actions on which resources, as CloudTrail's logs show? For much, see `UsageReader`.

    >>> import iam_eval
    >>> event = {"eventSource": "sqs.amazonaws.com", "eventName": "ListQueues"}
    >>> event["userIdentity"] = {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann"}
    >>> list(iam_eval.read_usage({"logs": [{"Records": [event]}]})["principals"])
    ['arn:aws:iam::111122223333:user/ann']
    """
    return _answer("readUsage", input)


def synthesize(input: Mapping[str, Any]) -> dict[str, Any]:
    """Which policy grants what principals used? As `Usage.synthesize`, with the `usage` in the input.

    >>> import iam_eval
    >>> event = {"eventSource": "sqs.amazonaws.com", "eventName": "ListQueues"}
    >>> event["userIdentity"] = {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann"}
    >>> usage = iam_eval.read_usage({"logs": [event]})
    >>> answer = iam_eval.synthesize({"usage": usage, "principals": list(usage["principals"])})
    >>> answer["policies"][0]["document"]["Statement"][0]["Action"]
    'sqs:ListQueues'
    """
    return _answer("synthesize", input)


def refine(input: Mapping[str, Any]) -> dict[str, Any]:
    """What is left of a policy without what principals did not use? As `Usage.refine`, with the `usage` in the input.

    >>> import iam_eval
    >>> usage = iam_eval.read_usage({"logs": []})
    >>> policy = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}}
    >>> iam_eval.refine({"usage": usage, "principals": [], "policy": policy, "dropsUnobservable": True})["text"] is None
    True
    """
    return _answer("refine", input)


def unused(input: Mapping[str, Any]) -> dict[str, Any]:
    """What is granted and was not used? As `Usage.unused`, with the `usage` in the input.

    >>> import iam_eval
    >>> question = {"usage": iam_eval.read_usage({"logs": []}), "principal": "arn:aws:iam::111122223333:role/r"}
    >>> question.update(current={"identity": []}, now="2026-09-01T00:00:00Z")
    >>> iam_eval.unused(question)["findings"][0]["findingType"]
    'UnusedIAMRole'
    """
    return _answer("unused", input)


def denied(input: Mapping[str, Any]) -> dict[str, Any]:
    """What was attempted and refused? As `Usage.denied`, with the `usage` in the input.

    >>> import iam_eval
    >>> iam_eval.denied({"usage": iam_eval.read_usage({"logs": []})})
    {'attempts': []}
    """
    return _answer("denied", input)


def expand(input: Mapping[str, Any]) -> dict[str, Any]:
    """Which actions of AWS do patterns match?

    >>> import iam_eval
    >>> iam_eval.expand({"patterns": ["iam:PassR*"]})["expanded"]
    [{'pattern': 'iam:PassR*', 'actions': ['iam:PassRole']}]
    """
    return _answer("expand", input)


def check_no_new_access(input: Mapping[str, Any]) -> dict[str, Any]:
    """Does a new policy let through nothing that the existing one does not? As AWS's `CheckNoNewAccess`, with a
    request where it does.

    >>> import iam_eval
    >>> read = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}
    >>> all = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
    >>> question = {"existingPolicyDocument": all, "newPolicyDocument": read, "policyType": "IDENTITY_POLICY"}
    >>> iam_eval.check_no_new_access(question)["result"]
    'PASS'
    """
    return _answer("checkNoNewAccess", input)


def check_access_not_granted(input: Mapping[str, Any]) -> dict[str, Any]:
    """Does a policy let through none of some access? As AWS's `CheckAccessNotGranted`, with a request where it does.

    >>> import iam_eval
    >>> all = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
    >>> question = {"policyDocument": all, "policyType": "IDENTITY_POLICY", "access": [{"actions": ["s3:PutObject"]}]}
    >>> iam_eval.check_access_not_granted(question)["reasons"][0]["statementIndex"]
    0
    """
    return _answer("checkAccessNotGranted", input)


def check_no_public_access(input: Mapping[str, Any]) -> dict[str, Any]:
    """Does the policy of a resource let through nobody in particular? As AWS's `CheckNoPublicAccess`, with a request
    where it does not.

    >>> import iam_eval
    >>> policy = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}}
    >>> policy["Statement"]["Resource"] = "arn:aws:s3:::b/*"
    >>> iam_eval.check_no_public_access({"policyDocument": policy, "resourceType": "AWS::S3::Bucket"})["result"]
    'FAIL'
    """
    return _answer("checkNoPublicAccess", input)


def check_statements(input: Mapping[str, Any]) -> dict[str, Any]:
    """Which statements are redundant, or match no request?

    >>> import iam_eval
    >>> one = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    >>> iam_eval.check_statements({"policy": {"Version": "2012-10-17", "Statement": [one, one]}})["redundant"]
    [{'index': 1}]
    """
    return _answer("checkStatements", input)


def effective(input: Mapping[str, Any]) -> dict[str, Any]:
    """Which policy grants exactly what layers grant together?

    >>> import iam_eval
    >>> admin = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    >>> boundary = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
    >>> answer = iam_eval.effective({"policies": {"identity": [admin], "permissionsBoundary": boundary}})
    >>> answer["policy"]["Statement"][0]["Action"], answer["isExact"]
    ('s3:*', True)
    """
    return _answer("effective", input)


def diff(input: Mapping[str, Any]) -> dict[str, Any]:
    """What does a change from one policy to another add, and what does it remove?

    >>> import iam_eval
    >>> read = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}
    >>> all = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
    >>> iam_eval.diff({"existing": all, "new": read})["relation"]
    'narrower'
    """
    return _answer("diff", input)


def minimize(input: Mapping[str, Any]) -> dict[str, Any]:
    """What is a shorter policy that means the same?

    >>> import iam_eval
    >>> long = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:Get*"], "Resource": ["*"]}
    >>> iam_eval.minimize({"policy": {"Version": "2012-10-17", "Statement": [long]}})["policy"]["Statement"]
    [{'Effect': 'Allow', 'Action': 's3:Get*', 'Resource': '*'}]
    """
    return _answer("minimize", input)


def external_access(input: Mapping[str, Any]) -> dict[str, Any]:
    """Who outside a zone of trust does the policy of a resource let through?

    >>> import iam_eval
    >>> policy = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:SendMessage"}}
    >>> policy["Statement"].update(Principal={"AWS": "222233334444"}, Resource="*")
    >>> question = {"policyDocument": policy, "zoneOfTrust": {"accounts": ["111122223333"]}}
    >>> iam_eval.external_access(question)["findings"][0]["isPublic"]
    False
    """
    return _answer("externalAccess", input)


def who_can(input: Mapping[str, Any]) -> dict[str, Any]:
    """Who can do an action on a resource, and by which request?

    >>> import iam_eval
    >>> ann = "arn:aws:iam::111122223333:user/ann"
    >>> admin = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
    >>> question = {"action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}
    >>> question["principals"] = [{"principal": ann, "policies": {"identity": [admin]}}]
    >>> question["resourceAccount"] = "111122223333"
    >>> iam_eval.who_can(question)["principals"][0]["can"]
    'yes'
    """
    return _answer("whoCan", input)


def what_can(input: Mapping[str, Any]) -> dict[str, Any]:
    """What can a caller do, as actions, resources and conditions?

    >>> import iam_eval
    >>> policy = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}
    >>> iam_eval.what_can({"policies": {"identity": [policy]}})["grants"][0]["actions"]
    [{'isNegated': False, 'entries': ['s3:Get*']}]
    """
    return _answer("whatCan", input)


def escalation_paths(input: Mapping[str, Any]) -> dict[str, Any]:
    """By which known paths can a caller gain access that was not given to it?

    >>> import iam_eval
    >>> action = "iam:CreatePolicyVersion"
    >>> policy = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": action, "Resource": "*"}}
    >>> iam_eval.escalation_paths({"policies": {"identity": [policy]}})["found"][0]["id"]
    'iam-001'
    """
    return _answer("escalationPaths", input)


def render(input: Mapping[str, Any]) -> dict[str, Any]:
    """Findings for programs that gather them: SARIF, annotations of GitHub, code quality of GitLab.

    >>> import iam_eval
    >>> finding = {"code": "new-access", "level": "error", "message": "new access", "file": "policy.json"}
    >>> iam_eval.render({"format": "github", "findings": [finding]})
    {'text': '::error file=policy.json,title=new-access::new access\\n'}
    """
    return _answer("render", input)


def validate(input: Mapping[str, Any]) -> dict[str, Any]:
    """What is wrong with a policy document? As AWS's `ValidatePolicy` answers, with fixes.

    >>> import iam_eval
    >>> policy = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": [], "Resource": "*"}}
    >>> answer = iam_eval.validate({"policyDocument": policy, "policyType": "IDENTITY_POLICY"})
    >>> [(finding["findingType"], finding["issueCode"]) for finding in answer["findings"]]
    [('SUGGESTION', 'EMPTY_ARRAY_ACTION')]
    """
    return _answer("validate", input)


def fix(input: Mapping[str, Any]) -> dict[str, Any]:
    """A policy document with every certain fix made, and what is left to say of it.

    >>> import iam_eval
    >>> policy = '{"Version": "2012-10-17", "Statement": {"Effect": "allow", "Action": "s3:Get*", "Resource": "*"}}'
    >>> answer = iam_eval.fix({"policyDocument": policy, "policyType": "IDENTITY_POLICY"})
    >>> answer["text"]
    '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}'
    """
    return _answer("fix", input)


def describe_checks(input: Mapping[str, Any]) -> dict[str, Any]:
    """What are the checks of `validate` about? With an example of each side.

    >>> import iam_eval
    >>> iam_eval.describe_checks({"codes": ["EMPTY_SID_VALUE"]})["checks"][0]["findingType"]
    'SUGGESTION'
    """
    return _answer("describeChecks", input)


def validate_files(input: Mapping[str, Any]) -> dict[str, Any]:
    """What is wrong with the policies in files, whatever kind of file it is? Reads nothing itself.

    Plain documents, Terraform plans, CloudFormation templates and account authorization details, apart from what
    somebody wrote down not to show and what was known before.

    >>> import iam_eval
    >>> text = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": [], "Resource": "*"}}'
    >>> answer = iam_eval.validate_files({"files": [{"name": "policy.json", "text": text}]})
    >>> answer["counts"]["suggestions"]
    1
    """
    return _answer("validateFiles", input)
