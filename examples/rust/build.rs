//! Generates the contract in Rust. protox compiles the proto files, so no protoc is needed.

use std::error::Error;

const CONTRACT: &str = "../../proto";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={CONTRACT}/recarena");
    let imported = format!("{CONTRACT}/target/imported-protos");
    let files = protox::compile(
        ["recarena/v1/simulations.proto"],
        [CONTRACT, imported.as_str()],
    )?;
    tonic_build::configure()
        .build_server(false)
        .include_file("contract.rs")
        .compile_fds(files)?;
    Ok(())
}
