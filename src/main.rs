//! The `huashu` command.

fn main() -> std::process::ExitCode {
    huashu::cli::main()
}
