//! Struct columns as Athena prints them, `{type=IAMUser, arn=…, sessioncontext={attributes={…}}}`, as JSON.

use serde_json::{Map, Value};

/// How deep structs are nested at most; CloudTrail's own are four deep.
const DEEPEST: usize = 8;

/// Rule `container_athena`: best effort, since values are not quoted.
pub(super) fn to_json(text: &str) -> Option<String> {
    let mut rest = text.trim().strip_prefix('{')?;
    Some(Value::Object(members(&mut rest, 0)?).to_string())
}

/// The members up to the closing brace, which is taken.
fn members(rest: &mut &str, depth: usize) -> Option<Map<String, Value>> {
    if depth > DEEPEST {
        return None;
    }
    let mut members = Map::new();
    loop {
        *rest = rest.trim_start_matches([' ', ',']);
        if let Some(after) = rest.strip_prefix('}') {
            *rest = after;
            return Some(members);
        }
        let (name, after) = rest.split_once('=')?;
        let name = name.trim();
        let is_name =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_:-".contains(&byte));
        if !is_name {
            return None;
        }
        *rest = after;
        let value = match rest.strip_prefix('{') {
            Some(after) => {
                *rest = after;
                Value::Object(self::members(rest, depth + 1)?)
            }
            None => plain(rest),
        };
        members.insert(name.to_owned(), value);
    }
}

/// A value ends at its struct's brace or before the next member.
fn plain(rest: &mut &str) -> Value {
    let begins_member = |text: &str| {
        let name = text.split(['=', ',', '}', '{', ' ']).next().unwrap_or("");
        !name.is_empty() && text.get(name.len()..).is_some_and(|after| after.starts_with('='))
    };
    let mut end = rest.len();
    for (at, letter) in rest.char_indices() {
        let next = rest.get(at + 1..).unwrap_or("");
        if letter == '}' || (letter == ',' && begins_member(next.trim_start())) {
            end = at;
            break;
        }
    }
    let (value, after) = rest.split_at(end);
    *rest = after;
    match value.trim() {
        "null" | "" => Value::Null,
        value => Value::String(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::to_json;

    #[test]
    fn container_athena_structs() {
        let text = "{type=AssumedRole, principalid=A:s, arn=arn:aws:sts::1:assumed-role/r/s, accesskeyid=null, \
            sessioncontext={attributes={mfaauthenticated=false}, sessionissuer={arn=arn:aws:iam::1:role/r}}}";
        let json = to_json(text).unwrap();
        assert!(json.contains(r#""sessionissuer":{"arn":"arn:aws:iam::1:role/r"}"#), "{json}");
        assert!(json.contains(r#""accesskeyid":null"#));
        for broken in ["", "{", "{a", "{a=", "{=b}", &"{a=".repeat(100)] {
            assert_eq!(to_json(broken), None, "{broken}");
        }
    }
}
