//! The `retain` command: hands the arguments to the library and returns its exit code.

use std::process::ExitCode;

/// Reading a large deck makes millions of short strings.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    retain::cli::run()
}
