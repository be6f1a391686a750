//! Queues, topics and rules, which calls name by addresses and by what is on them.

use super::{Found, SceneOf, Use, escape};

/// The queue is in its URL, with its account.
pub(super) fn sqs_queue<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let url = call.top("queueUrl")?;
    let mut parts = url.trim_end_matches('/').rsplit('/');
    let (name, account) = (parts.next()?, parts.next().unwrap_or(""));
    let account = if crate::arn::is_account_id(account) { account } else { call.scene.account };
    let region = if call.scene.region.is_empty() { "*" } else { call.scene.region };
    let arn = format!("arn:{}:sqs:{region}:{account}:{}", call.scene.partition, escape(name));
    Some(vec![call.on(Found::exact(arn))])
}

/// A subscription's ARN is its topic's with an id behind it.
pub(super) fn sns_topic<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let action = call.catalog.action(&call.main.action)?;
    let takes_topic = action.resources().any(|resource| resource.name() == "topic");
    let subscription = call.top("subscriptionArn").filter(|arn| takes_topic && arn.split(':').count() == 7)?;
    let topic = subscription.rsplit_once(':')?.0;
    Some(vec![call.on(Found::exact(escape(topic).into_owned()))])
}

/// Rules of the default bus are named without it.
pub(super) fn events_rule<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let mut uses = call.general();
    let bus = call.top("eventBusName").map(|bus| bus.rsplit_once(":event-bus/").map_or(bus, |(_, name)| name));
    for used in &mut uses {
        let rule =
            used.resource.split_once(":rule/").map(|(head, rule)| (head, rule.rsplit('/').next().unwrap_or(rule)));
        let Some((head, name)) = rule else { continue };
        used.resource = match bus {
            None | Some("default") => format!("{head}:rule/{name}"),
            Some(bus) => format!("{head}:rule/{}/{name}", escape(bus)),
        }
        .into();
    }
    uses
}
