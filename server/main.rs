//! The `regards` command. Everything is in the library; this turns its answer into an exit code.

fn main() -> std::process::ExitCode {
    regards::cli::run(std::env::args_os())
}
