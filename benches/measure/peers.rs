//! The peers' process: built once by cargo from `benches/peers`, then asked for one measure at a time.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The running peers, or the reason why there are none.
pub(crate) struct Peers {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Peers {
    /// Builds and starts the peers; the first build fetches and compiles their crates, which takes a minute or two.
    pub(crate) fn start() -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let manifest = root.join("benches/peers/Cargo.toml");
        let status = Command::new(env!("CARGO"))
            .args(["build", "--release", "--locked", "--quiet", "--manifest-path"])
            .arg(&manifest)
            .arg("--target-dir")
            .arg(target_dir(root))
            .env_remove("CARGO_TARGET_DIR")
            .status()
            .map_err(|e| format!("cargo does not start: {e}"))?;
        if !status.success() {
            return Err(format!("`cargo build --release --manifest-path {}` failed", manifest.display()));
        }
        let program = target_dir(root).join("release").join(format!("huashu-peers{}", std::env::consts::EXE_SUFFIX));
        let mut child = Command::new(&program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| format!("{} does not start: {e}", program.display()))?;
        let input = child.stdin.take().ok_or("no pipe to the peers")?;
        let output = BufReader::new(child.stdout.take().ok_or("no pipe from the peers")?);
        Ok(Self { child, input, output })
    }

    /// Sends one command and gives the seconds the peer measured.
    pub(crate) fn ask(&mut self, command: &str) -> Result<f64, String> {
        writeln!(self.input, "{command}").map_err(|e| e.to_string())?;
        let mut answer = String::new();
        self.output.read_line(&mut answer).map_err(|e| e.to_string())?;
        let value: serde_json::Value = serde_json::from_str(&answer).map_err(|e| format!("{e}: {answer:?}"))?;
        value["seconds"].as_f64().ok_or_else(|| format!("`{command}`: {}", value["error"]))
    }
}

impl Drop for Peers {
    fn drop(&mut self) {
        // A peer that has died already is no fault of the bench's.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn target_dir(root: &Path) -> PathBuf {
    root.join("benches/peers/target")
}
