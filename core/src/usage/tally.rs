//! Adding up what records mean.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::catalog::Catalog;

use super::builder::{ReadError, UsageOptions};
use super::cell::{Cell, DenialKind, UseOutcome};
use super::containers::{self, Opened};
use super::dedup::SeenIds;
use super::elements::Sink;
use super::event_context;
use super::mapper::Mapper;
use super::meaning::{Denial, Ignored, Meaning, Outcome};
use super::record::Record;
use super::refused::{BadInput, Place};
use super::resources::escape;
use super::stats::Stats;
use super::summary::{Usage, principal_of};
use super::time::Time;

#[derive(Debug)]
pub(super) struct Tally<'c> {
    mapper: Mapper<'c>,
    options: UsageOptions,
    seen: SeenIds,
    usage: Usage,
    errors: Vec<BadInput>,
    first_error: Option<BadInput>,
}

impl Sink for Tally<'_> {
    fn take(&mut self, record: &Record<'_>, place: Place) {
        let is_plain = record.wrapped.one.is_none() && record.event_source.is_some() && record.event_name.is_some();
        if is_plain {
            self.record(record);
        } else {
            containers::open(record, place, self);
        }
    }

    fn refuse(&mut self, bad: BadInput) {
        self.usage.stats.bad += 1;
        if self.first_error.is_none() {
            self.first_error = Some(bad.clone());
        }
        if self.errors.len() < self.options.limits.max_errors {
            self.errors.push(bad);
        }
    }
}

impl Opened for Tally<'_> {
    fn record(&mut self, record: &Record<'_>) {
        self.add(record);
    }

    fn refuse(&mut self, bad: BadInput) {
        Sink::refuse(self, bad);
    }
}

impl<'c> Tally<'c> {
    pub fn new(catalog: &'c Catalog, options: &UsageOptions) -> Self {
        let date = catalog.provenance().newest_date().map(str::to_owned);
        Self {
            mapper: Mapper::new(catalog),
            options: options.clone(),
            seen: SeenIds::new(options.limits.max_ids),
            usage: Usage { catalog_date: date, ..Usage::default() },
            errors: Vec::new(),
            first_error: None,
        }
    }

    pub fn count_bytes(&mut self, bytes: usize) {
        self.usage.stats.bytes += bytes as u64;
    }

    pub fn stats(&self) -> &Stats {
        &self.usage.stats
    }

    pub fn errors(&self) -> &[BadInput] {
        &self.errors
    }

    pub fn false_drop_rate(&self) -> f64 {
        self.seen.false_drop_rate()
    }

    pub fn finish(mut self) -> Result<Usage, ReadError> {
        if self.usage.stats.records == 0
            && let Some(first) = self.first_error.take()
        {
            return Err(ReadError::NothingRead(first));
        }
        Ok(self.usage)
    }

    fn add(&mut self, record: &Record<'_>) {
        let stats = &mut self.usage.stats;
        stats.records += 1;
        if record.is_digest {
            // rule `digest_skipped`
            stats.ignore(Ignored::Insight.name());
            return;
        }
        let time = record.event_time.as_deref().and_then(Time::read);
        if self.options.is_outside(time) {
            stats.outside_window += 1;
            return;
        }
        if self.options.drops_duplicates && self.seen.is_known(&id_of(record)) {
            stats.duplicates += 1;
            return;
        }
        stats.without_time += u64::from(time.is_none());
        stats.lossy += u64::from(record.is_lossy);
        stats.other_major += u64::from(record.event_version.as_deref().is_some_and(is_other_major));
        if let Some(region) = record.aws_region.as_deref() {
            stats.by_region.add(region, 1);
        }
        self.usage.window.add(time);
        let meaning = self.mapper.map(record);
        let stats = &mut self.usage.stats;
        see_trail(stats, record, &meaning);
        match meaning.outcome {
            Outcome::Used { .. } => stats.used += 1,
            Outcome::Denied(_) => stats.denied += 1,
            Outcome::Unmapped => {
                let (source, name) = (record.event_source.as_deref(), record.event_name.as_deref());
                stats.unmapped.add(&format!("{}:{}", source.unwrap_or(""), name.unwrap_or("")), 1);
                self.see_active(&meaning, time);
                return;
            }
            Outcome::Ignored(reason) => {
                stats.ignore(reason.name());
                match reason {
                    Ignored::Unattributed => stats.unattributed.add(record.event_source.as_deref().unwrap_or(""), 1),
                    Ignored::ForeignAccount => {
                        stats.cross_account.add(record.identity.account_id.as_deref().unwrap_or(""), 1);
                    }
                    _ => {}
                }
                if reason == Ignored::NoPermissionNeeded {
                    self.see_active(&meaning, time);
                }
                self.see_login(record, time);
                return;
            }
        }
        self.add_uses(record, &meaning, time);
    }

    /// Who calls is active, also where no permission is seen.
    fn see_active(&mut self, meaning: &Meaning<'_>, time: Option<Time>) {
        let Usage { principals, stats, .. } = &mut self.usage;
        let Some(arn) = meaning.principal.as_deref() else { return };
        if let Some(principal) = principal_of(principals, stats, arn) {
            principal.window.add(time);
            principal.has_unknown_time |= time.is_none();
            principal.has_unknown_path |= meaning.standing.has_unknown_path;
            principal.is_permission_set |= meaning.standing.is_permission_set;
        }
    }

    /// A user who signs in uses the password (`UnusedIAMUserPassword` asks).
    fn see_login(&mut self, record: &Record<'_>, time: Option<Time>) {
        let is_login = record.event_name.as_deref() == Some("ConsoleLogin")
            && record.identity.kind.as_deref() == Some("IAMUser")
            && record.response_elements.as_deref().is_some_and(|response| response.contains("Success"));
        if let (true, Some(arn)) = (is_login, record.identity.arn.as_deref()) {
            let Usage { principals, stats, .. } = &mut self.usage;
            let Some(principal) = principal_of(principals, stats, arn) else { return };
            principal.last_console_login = principal.last_console_login.max(time);
            principal.has_unknown_time |= time.is_none();
            principal.window.add(time);
        }
    }

    fn add_uses(&mut self, record: &Record<'_>, meaning: &Meaning<'_>, time: Option<Time>) {
        let Some(arn) = meaning.principal.as_deref() else { return };
        let Usage { principals, stats, .. } = &mut self.usage;
        let Some(principal) = principal_of(principals, stats, arn) else {
            stats.principals_left_out.add(1);
            return;
        };
        principal.events += 1;
        principal.window.add(time);
        principal.has_unknown_path |= meaning.standing.has_unknown_path;
        principal.is_permission_set |= meaning.standing.is_permission_set;
        if let Some(key) = record.identity.access_key_id.as_deref().filter(|key| key.starts_with("AKIA")) {
            principal.add_access_key(key, time);
        }
        let outcome = match meaning.outcome {
            Outcome::Denied(_) => UseOutcome::Denied,
            _ => UseOutcome::Used,
        };
        let tags = record.event_context.as_deref().map(event_context::tags).unwrap_or_default();
        for used in meaning.uses.iter() {
            let cell = principal.uses.cell(&used.action, &used.resource, outcome);
            cell.count += 1;
            cell.add_time(time);
            cell.has_unknown_time |= time.is_none();
            if let Some(id) = record.event_id.as_deref() {
                cell.add_sample(id);
            }
            cell.is_implied &= used.is_implied;
            cell.is_partial |= used.is_partial;
            cell.has_unknown_resource |= used.has_unknown_resource;
            cell.is_uncertain |= used.is_uncertain;
            add_outcome(cell, meaning);
            add_context(cell, record, meaning);
            for (key, value) in &used.context {
                cell.add_context(key, value);
            }
            // what the resource has says nothing of another one of the same call
            let of_use = tags.iter().filter(|tag| tag.of.as_ref().is_none_or(|arn| escape(arn) == used.resource));
            for tag in of_use {
                cell.add_tag(&tag.key, &tag.value);
            }
        }
        // rule `outcome_partial`
        for (used, denial) in &meaning.refused {
            let cell = principal.uses.cell(&used.action, &used.resource, UseOutcome::Denied);
            cell.count += 1;
            cell.add_time(time);
            if let Some(id) = record.event_id.as_deref() {
                cell.add_sample(id);
            }
            cell.is_implied = false;
            cell.is_partial |= used.is_partial;
            add_denial(cell, denial);
        }
    }
}

fn add_outcome(cell: &mut Cell, meaning: &Meaning<'_>) {
    match &meaning.outcome {
        Outcome::Used { is_weak } => cell.weak += u64::from(*is_weak),
        Outcome::Denied(denial) => add_denial(cell, denial),
        Outcome::Ignored(_) | Outcome::Unmapped => {}
    }
    if !meaning.via.is_empty() {
        cell.forwarded += 1;
        for service in &meaning.via {
            cell.add_via(service);
        }
    }
}

fn add_denial(cell: &mut Cell, denial: &Denial<'_>) {
    let kind = DenialKind { is_explicit: denial.is_explicit, layer: denial.layer };
    *cell.denials.entry(kind).or_insert(0) += 1;
    keep_smallest(&mut cell.message, denial.message.as_deref());
    keep_smallest(&mut cell.encoded_message, denial.encoded_message.as_deref());
}

fn keep_smallest(kept: &mut Option<String>, text: Option<&str>) {
    if let Some(text) = text
        && kept.as_deref().is_none_or(|kept| text < kept)
    {
        *kept = Some(text.to_owned());
    }
}

/// What a record says of context keys that conditions are suggested from (rule `condition_suggest`).
fn add_context(cell: &mut Cell, record: &Record<'_>, meaning: &Meaning<'_>) {
    if let Some(region) = record.aws_region.as_deref() {
        cell.add_context("aws:RequestedRegion", region);
    }
    if let Some(endpoint) = record.vpc_endpoint_id.as_deref() {
        cell.add_context("aws:SourceVpce", endpoint);
    }
    // a forwarded call has the service's address
    if let Some(address) = record.source_ip_address.as_deref()
        && meaning.via.is_empty()
        && address.parse::<std::net::IpAddr>().is_ok()
    {
        cell.add_context("aws:SourceIp", address);
    }
    if let Some(mfa) = record.identity.mfa_authenticated.as_deref() {
        cell.add_context("aws:MultiFactorAuthPresent", mfa);
    }
    if record.has_tls {
        cell.add_context("aws:SecureTransport", "true");
    }
}

fn see_trail(stats: &mut Stats, record: &Record<'_>, meaning: &Meaning<'_>) {
    // records before version 1.07 have no category
    let category = record.event_category.as_deref().or(record.is_data.then_some("Data"));
    match category {
        Some("Data") => {
            stats.trails_seen.data = true;
            let service = meaning.uses.first().and_then(|used| used.action.split(':').next());
            let service = service.or_else(|| record.event_source.as_deref()?.split('.').next());
            stats.data_services.add(service.unwrap_or(""), 1);
        }
        Some("NetworkActivity") => stats.trails_seen.network = true,
        Some("Insight") => {}
        _ => stats.trails_seen.management = true,
    }
}

fn is_other_major(version: &str) -> bool {
    version.split('.').next().is_some_and(|major| major != "1")
}

/// What tells an event from others: its id; without one, what it says (rule `merge_idempotent`).
fn id_of<'r>(record: &'r Record<'_>) -> Cow<'r, str> {
    if let Some(id) = record.event_id.as_deref() {
        return Cow::Borrowed(id);
    }
    let mut hasher = DefaultHasher::new();
    let identity = &record.identity;
    for text in [
        &record.event_time,
        &record.event_source,
        &record.event_name,
        &record.aws_region,
        &record.source_ip_address,
        &record.error_code,
        &record.error_message,
        &identity.kind,
        &identity.arn,
        &identity.account_id,
        &identity.user_name,
        &identity.access_key_id,
        &identity.issuer.arn,
        &record.recipient_account_id,
        &record.vpc_endpoint_id,
        &record.request_parameters,
        &record.response_elements,
        &record.resources,
    ] {
        text.hash(&mut hasher);
    }
    Cow::Owned(format!("no id {:x}", hasher.finish()))
}
