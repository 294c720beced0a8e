//! The `regards` command. Everything is in the library; this turns its answer into an exit code.

/// Reading drafts takes many small pieces of memory that live for a moment. The program that is handed out for Linux is linked with musl,
/// whose own allocator makes threads wait for one another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    regards::cli::run(std::env::args_os())
}
