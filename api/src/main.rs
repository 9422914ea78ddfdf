//! The binary `schakel`.

use std::process::ExitCode;

fn main() -> ExitCode {
    schakel::cli::main()
}
