//! Tables of `DynamoDB`: in batches, transactions, statements and streams.

use std::sync::Arc;

use serde_json::Value;

use super::{Found, SceneOf, Use, a_use, escape, push_once, rows_of};

fn table<'r>(call: &SceneOf<'_, '_, 'r, '_>, name: &str) -> Found<'r> {
    if name.starts_with("arn:") {
        return Found::exact(escape(name).into_owned());
    }
    Found::exact(call.arn("dynamodb", &format!("table/{}", escape(name))))
}

/// Every table is a member's name of `requestItems`.
pub(super) fn dynamo_batch<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let value: Value = serde_json::from_str(call.record.request_parameters.as_deref()?).ok()?;
    let tables = value.get("requestItems")?.as_object()?;
    let uses: Vec<_> = tables.keys().map(|name| call.on(table(call, name))).collect();
    (!uses.is_empty()).then_some(uses)
}

/// Each element of a transaction needs the action of its kind.
pub(super) fn dynamo_transaction<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let items = rows_of(call.record.request_parameters.as_deref(), "transactItems");
    let (mut uses, mut seen) = (Vec::new(), std::collections::HashSet::new());
    for item in items {
        for (kind, body) in item {
            let action = match kind.as_str() {
                "put" | "Put" => "dynamodb:PutItem",
                "update" | "Update" => "dynamodb:UpdateItem",
                "delete" | "Delete" => "dynamodb:DeleteItem",
                "conditionCheck" | "ConditionCheck" => "dynamodb:ConditionCheckItem",
                "get" | "Get" => "dynamodb:GetItem",
                _ => continue,
            };
            let Some(name) = body.get("tableName").and_then(Value::as_str) else { continue };
            let used = a_use(Arc::from(action), table(call, name), false);
            if seen.insert((action, used.resource.to_string())) {
                uses.push(used);
            }
        }
    }
    if uses.is_empty() {
        // redacted: the tables are in `resources[]`
        let kinds = ["dynamodb:PutItem"];
        let is_get = call.record.event_name.as_deref() == Some("TransactGetItems");
        let action = if is_get { "dynamodb:GetItem" } else { kinds[0] };
        for arn in call.given.listed {
            let mut used = a_use(Arc::from(action), Found::exact(escape(arn).into_owned()), false);
            used.is_uncertain = !is_get;
            push_once(&mut uses, used);
        }
    }
    (!uses.is_empty()).then_some(uses)
}

/// `PartiQL`: the statement's verb is the action, its table the resource.
pub(super) fn dynamo_statement<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let mut uses = Vec::new();
    for statement in call.given.request.values("statement") {
        let mut words = statement.split_whitespace();
        let verb = words.next()?.to_ascii_uppercase();
        let (action, before) = match verb.as_str() {
            "SELECT" => ("dynamodb:PartiQLSelect", "FROM"),
            "INSERT" => ("dynamodb:PartiQLInsert", "INTO"),
            "UPDATE" => ("dynamodb:PartiQLUpdate", "UPDATE"),
            "DELETE" => ("dynamodb:PartiQLDelete", "FROM"),
            _ => continue,
        };
        let mut words = statement.split_whitespace().skip_while(|word| !word.eq_ignore_ascii_case(before)).skip(1);
        let named = words.next().map(|name| name.trim_matches(['"', '\'', ';']));
        match named.map(|name| name.split("\".\"").next().unwrap_or(name)) {
            Some(name) if !name.is_empty() => push_once(&mut uses, a_use(Arc::from(action), table(call, name), false)),
            _ => {
                for arn in call.given.listed {
                    push_once(&mut uses, a_use(Arc::from(action), Found::exact(escape(arn).into_owned()), false));
                }
            }
        }
    }
    (!uses.is_empty()).then_some(uses)
}

/// The stream, not the table that `resources[]` has; an iterator begins with the stream's ARN.
pub(super) fn dynamo_stream<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let iterator = call.top("shardIterator").and_then(|text| text.split('|').next());
    let stream = call.top("streamArn").or(iterator).filter(|arn| arn.starts_with("arn:"))?;
    Some(vec![call.on(Found::exact(escape(stream).into_owned()))])
}
