import type { Example } from "./example.ts";

export const pipeline: Example = {
  title: "A pipeline without keys",
  about: "A build of a pull request assumes a role by OpenID Connect",
  note: "The role trusts builds of the main branch, and this one is of a pull request. Change the subject to `repo:example/shop:ref:refs/heads/main`.",
  input: {
    policies: {
      trust: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "MainBranch",
      "Effect": "Allow",
      "Principal": {
        "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
      },
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Condition": {
        "StringEquals": {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com"
        },
        "StringLike": {
          "token.actions.githubusercontent.com:sub": "repo:example/shop:ref:refs/heads/main"
        }
      }
    }
  ]
}`,
    },
    request: {
      action: "sts:AssumeRoleWithWebIdentity",
      resource: "arn:aws:iam::111122223333:role/deploy",
      principal: {
        type: "Federated",
        provider: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
      },
      context: {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": "repo:example/shop:pull_request",
      },
    },
  },
};
