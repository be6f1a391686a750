//! How the linker is to treat symbols that only Node has.

fn main() {
    // without it every file of the package counts, and what is built lies beside what is written
    println!("cargo::rerun-if-changed=build.rs");
    napi_build::setup();
}
