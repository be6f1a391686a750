//! One CloudTrail record, borrowed from its text: the fields that decide what it means, the rest skipped.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::identity::Identity;

/// The fields of a record, with the names of the CloudTrail user guide, "CloudTrail record contents".
/// A field that is absent, `null` or of another type than documented is `None`: rule `record_min` asks for
/// two only.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools)] // each says another thing, and any of them may hold
pub(crate) struct Record<'a> {
    pub event_source: Option<Cow<'a, str>>,
    pub event_name: Option<Cow<'a, str>>,
    pub event_version: Option<Cow<'a, str>>,
    pub event_time: Option<Cow<'a, str>>,
    pub event_id: Option<Cow<'a, str>>,
    pub event_type: Option<Cow<'a, str>>,
    pub event_category: Option<Cow<'a, str>>,
    pub shared_event_id: Option<Cow<'a, str>>,
    pub aws_region: Option<Cow<'a, str>>,
    pub source_ip_address: Option<Cow<'a, str>>,
    pub recipient_account_id: Option<Cow<'a, str>>,
    pub vpc_endpoint_id: Option<Cow<'a, str>>,
    pub error_code: Option<Cow<'a, str>>,
    pub error_message: Option<Cow<'a, str>>,
    pub identity: Identity<'a>,
    /// The JSON text of an object or a list; none where it is anything else.
    pub request_parameters: Option<Cow<'a, str>>,
    pub response_elements: Option<Cow<'a, str>>,
    pub resources: Option<Cow<'a, str>>,
    pub event_context: Option<Cow<'a, str>>,
    /// Whether the call came over TLS.
    pub has_tls: bool,
    /// Whether it says that it is no management event.
    pub is_data: bool,
    /// Whether the shape it was read from leaves out what CloudTrail recorded.
    pub is_lossy: bool,
    /// Rule `digest_skipped`: whether it is a digest of log files.
    pub is_digest: bool,
    /// Other events or the event itself, inside: see the room's containers.
    pub wrapped: Wrapped<'a>,
}

/// The members in which containers hold their events. A record has none of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wrapped<'a> {
    /// Lists of events: `Records`, `Events`, `events`, `logEvents`, `results`, `QueryResultRows`.
    pub list: Option<&'a RawValue>,
    /// One event, as an object or as a text of JSON: `detail`, `CloudTrailEvent`, `Message`, `message`,
    /// `@message`, `eventJson`, `event_data`.
    pub one: Option<&'a RawValue>,
    /// The elements of a list that stands where a record is expected.
    pub items: Vec<&'a RawValue>,
    /// A text that stands where a record is expected.
    pub text: Option<Box<str>>,
}

/// A text; numbers and booleans as they are written, anything else as if absent.
pub(super) struct Text<'a>(pub Option<Cow<'a, str>>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(is_value(text).then_some(Cow::Borrowed(text))))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(is_value(text).then(|| Cow::Owned(text.to_owned()))))
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Text(None))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
                Ok(Text(Some(Cow::Borrowed(if value { "true" } else { "false" }))))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
                Ok(Text(Some(Cow::Owned(value.to_string()))))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
                Ok(Text(Some(Cow::Owned(value.to_string()))))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
                Ok(Text(Some(Cow::Owned(value.to_string()))))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                IgnoredAny.visit_seq(seq).map(|_| Text(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                IgnoredAny.visit_map(map).map(|_| Text(None))
            }
        }

        deserializer.deserialize_any(TextVisitor)
    }
}

/// Rule `redaction_values`: what stands for a value that was taken out is not a value.
pub(crate) fn is_value(text: &str) -> bool {
    let truncated = ["(truncated)", "...truncated", "[TRUNCATED]", "…"].iter().any(|mark| text.ends_with(mark));
    !(truncated || matches!(text, "HIDDEN_DUE_TO_SECURITY_REASONS" | "***" | "***(Redacted)"))
}

/// A field's name: borrowed wherever it has no escapes.
pub(super) struct Name<'a>(pub Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(NameVisitor)
    }
}

/// The JSON text of a nested value. Flat tables (Athena, CSV) hold it as a text of JSON.
fn nested(raw: &RawValue) -> Option<Cow<'_, str>> {
    let text = raw.get();
    match text.as_bytes().first()? {
        b'{' | b'[' => Some(Cow::Borrowed(text)),
        b'"' => {
            let inner: String = serde_json::from_str(text).ok()?;
            let trimmed = inner.trim_start();
            // checked here, so that whoever reads it later reads JSON
            let is_json = trimmed.starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(trimmed).is_ok();
            is_json.then_some(Cow::Owned(inner))
        }
        _ => None,
    }
}

/// The members of a record that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    EventSource,
    EventName,
    EventVersion,
    EventTime,
    EventId,
    EventType,
    EventCategory,
    SharedEventId,
    AwsRegion,
    SourceIpAddress,
    RecipientAccountId,
    VpcEndpointId,
    ErrorCode,
    ErrorMessage,
    UserIdentity,
    RequestParameters,
    ResponseElements,
    Resources,
    EventContext,
    TlsDetails,
    ManagementEvent,
    Digest,
    List,
    One,
    Ignored,
}

/// Does an object with such a member hold events in the list that is its value?
pub(super) fn is_list_name(name: &str) -> bool {
    Field::of(name) == Field::List
}

/// Is an object with such a member a record, or a wrapper of one?
pub(super) fn is_record_name(name: &str) -> bool {
    !matches!(Field::of(name), Field::List | Field::Ignored)
}

impl Field {
    fn of(name: &str) -> Self {
        match name {
            "eventSource" => Self::EventSource,
            "eventName" => Self::EventName,
            "eventVersion" => Self::EventVersion,
            "eventTime" => Self::EventTime,
            "eventID" => Self::EventId,
            "eventType" => Self::EventType,
            "eventCategory" => Self::EventCategory,
            "sharedEventID" => Self::SharedEventId,
            "awsRegion" => Self::AwsRegion,
            "sourceIPAddress" => Self::SourceIpAddress,
            "recipientAccountId" => Self::RecipientAccountId,
            "vpcEndpointId" => Self::VpcEndpointId,
            "errorCode" => Self::ErrorCode,
            "errorMessage" => Self::ErrorMessage,
            "userIdentity" => Self::UserIdentity,
            "requestParameters" => Self::RequestParameters,
            "responseElements" => Self::ResponseElements,
            "resources" => Self::Resources,
            "eventContext" => Self::EventContext,
            "tlsDetails" => Self::TlsDetails,
            "managementEvent" => Self::ManagementEvent,
            "userAgent"
            | "requestID"
            | "readOnly"
            | "apiVersion"
            | "additionalEventData"
            | "vpcEndpointAccountId"
            | "sessionCredentialFromConsole"
            | "serviceEventDetails" => Self::Ignored,
            "digestStartTime" | "digestS3Bucket" => Self::Digest,
            "Records" | "Events" | "events" | "logEvents" | "results" | "QueryResultRows" => Self::List,
            "detail" | "CloudTrailEvent" | "Message" | "message" | "@message" | "eventJson" | "event_data" => Self::One,
            _ => Self::respelled(name),
        }
    }

    /// Rule `container_athena`: flat tables spell names in lower case, downloads with spaces.
    fn respelled(name: &str) -> Self {
        const LONGEST: usize = 32;
        if name.len() > LONGEST {
            return Self::Ignored;
        }
        let letters = name.chars().filter(|letter| !matches!(letter, ' ' | '_' | '-'));
        let lower: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
        match &*lower {
            "eventsource" => Self::EventSource,
            "eventname" => Self::EventName,
            "eventversion" => Self::EventVersion,
            "eventtime" => Self::EventTime,
            "eventid" => Self::EventId,
            "eventtype" => Self::EventType,
            "eventcategory" => Self::EventCategory,
            "sharedeventid" => Self::SharedEventId,
            "awsregion" => Self::AwsRegion,
            "sourceipaddress" => Self::SourceIpAddress,
            "recipientaccountid" => Self::RecipientAccountId,
            "vpcendpointid" => Self::VpcEndpointId,
            "errorcode" => Self::ErrorCode,
            "errormessage" => Self::ErrorMessage,
            "useridentity" => Self::UserIdentity,
            "requestparameters" => Self::RequestParameters,
            "responseelements" => Self::ResponseElements,
            "resources" => Self::Resources,
            "eventcontext" => Self::EventContext,
            "tlsdetails" => Self::TlsDetails,
            "managementevent" => Self::ManagementEvent,
            "eventjson" | "eventdata" => Self::One,
            _ => Self::Ignored,
        }
    }
}

/// Adds the members of an object to a record.
struct Members<'r, 'a>(&'r mut Record<'a>);

impl<'de: 'a, 'a> Visitor<'de> for Members<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.read_members(&mut map)
    }
}

impl<'a> Record<'a> {
    fn read_members<'de: 'a, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<(), A::Error> {
        while let Some(Name(name)) = map.next_key()? {
            self.read(Field::of(&name), map)?;
        }
        Ok(())
    }

    /// Rule `container_lake`: a list of objects of one member each is one record.
    fn adopt_row(&mut self) {
        let is_row = !self.wrapped.items.is_empty() && self.wrapped.items.iter().all(|item| has_one_member(item));
        if is_row {
            for item in std::mem::take(&mut self.wrapped.items) {
                // checked just before
                let _ = serde_json::Deserializer::from_str(item.get()).deserialize_map(Members(self));
            }
        }
    }

    fn read<'de: 'a, A: MapAccess<'de>>(&mut self, field: Field, map: &mut A) -> Result<(), A::Error> {
        let text = |map: &mut A| map.next_value::<Text<'a>>().map(|Text(text)| text);
        let json = |map: &mut A| map.next_value::<&'a RawValue>().map(nested);
        match field {
            Field::EventSource => self.event_source = text(map)?,
            Field::EventName => self.event_name = text(map)?,
            Field::EventVersion => self.event_version = text(map)?,
            Field::EventTime => self.event_time = text(map)?,
            Field::EventId => self.event_id = text(map)?,
            Field::EventType => self.event_type = text(map)?,
            Field::EventCategory => self.event_category = text(map)?,
            Field::SharedEventId => self.shared_event_id = text(map)?,
            Field::AwsRegion => self.aws_region = text(map)?,
            Field::SourceIpAddress => self.source_ip_address = text(map)?,
            Field::RecipientAccountId => self.recipient_account_id = text(map)?,
            Field::VpcEndpointId => self.vpc_endpoint_id = text(map)?,
            Field::ErrorCode => self.error_code = text(map)?,
            Field::ErrorMessage => self.error_message = text(map)?,
            Field::UserIdentity => {
                self.identity = map.next_value()?;
                self.is_lossy |= self.identity.is_lossy;
            }
            Field::RequestParameters => self.request_parameters = json(map)?,
            Field::ResponseElements => self.response_elements = json(map)?,
            Field::Resources => self.resources = json(map)?,
            Field::EventContext => self.event_context = json(map)?,
            Field::TlsDetails => self.has_tls = map.next_value::<&RawValue>()?.get().starts_with('{'),
            Field::ManagementEvent => {
                let says = text(map)?;
                self.is_data = says.is_some_and(|says| says.eq_ignore_ascii_case("false"));
            }
            Field::Digest => {
                self.is_digest = true;
                map.next_value::<IgnoredAny>()?;
            }
            Field::List => self.wrapped.list = Some(map.next_value()?),
            Field::One => self.wrapped.one = Some(map.next_value()?),
            Field::Ignored => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Record<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RecordVisitor;

        impl<'de> Visitor<'de> for RecordVisitor {
            type Value = Record<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an event: an object with `eventSource` and `eventName`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut record = Record::default();
                record.read_members(&mut map)?;
                Ok(record)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut record = Record::default();
                while let Some(item) = seq.next_element()? {
                    record.wrapped.items.push(item);
                }
                record.adopt_row();
                Ok(record)
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                let wrapped = Wrapped { text: Some(text.into()), ..Wrapped::default() };
                Ok(Record { wrapped, ..Record::default() })
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Record::default())
            }

            fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
                Ok(Record::default())
            }

            fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
                Ok(Record::default())
            }

            fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
                Ok(Record::default())
            }

            fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
                Ok(Record::default())
            }
        }

        deserializer.deserialize_any(RecordVisitor)
    }
}

/// Is a value an object of one member?
fn has_one_member(raw: &RawValue) -> bool {
    struct One(bool);

    impl<'de> Deserialize<'de> for One {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Count;

            impl<'de> Visitor<'de> for Count {
                type Value = One;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("an object")
                }

                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<One, A::Error> {
                    let mut members = 0;
                    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
                        members += 1;
                    }
                    Ok(One(members == 1))
                }
            }

            deserializer.deserialize_map(Count)
        }
    }

    raw.get().starts_with('{') && serde_json::from_str::<One>(raw.get()).is_ok_and(|one| one.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn record_min() {
        let text = r#"{"eventSource":"s3.amazonaws.com","eventName":"GetObject","eventVersion":1.08,"resources":"none",
            "userIdentity":null,"requestParameters":{"bucketName":"b"},"later":[[{}]]}"#;
        let record: Record<'_> = serde_json::from_str(text).unwrap();
        assert_eq!(record.event_source.as_deref(), Some("s3.amazonaws.com"));
        assert!(matches!(record.event_name, Some(Cow::Borrowed("GetObject"))));
        assert_eq!(record.event_version.as_deref(), Some("1.08"));
        assert_eq!(record.request_parameters.as_deref(), Some(r#"{"bucketName":"b"}"#));
        assert_eq!((record.resources, record.identity.kind), (None, None));
    }

    #[test]
    fn redaction_values() {
        let text = r#"{"eventName":"HIDDEN_DUE_TO_SECURITY_REASONS","errorCode":"***","awsRegion":"eu-west-1"}"#;
        let record: Record<'_> = serde_json::from_str(text).unwrap();
        assert_eq!((record.event_name, record.error_code), (None, None));
        assert_eq!(record.aws_region.as_deref(), Some("eu-west-1"));
    }

    #[test]
    fn container_athena() {
        let text = r#"{"eventname":"GetObject","useridentity":"{\"type\":\"IAMUser\",\"arn\":\"a\"}",
            "requestparameters":"{\"k\":1}","Event source":"s3.amazonaws.com"}"#;
        let record: Record<'_> = serde_json::from_str(text).unwrap();
        assert_eq!(record.event_name.as_deref(), Some("GetObject"));
        assert_eq!(record.event_source.as_deref(), Some("s3.amazonaws.com"));
        assert_eq!(record.identity.kind.as_deref(), Some("IAMUser"));
        assert_eq!(record.request_parameters.as_deref(), Some(r#"{"k":1}"#));
    }
}
