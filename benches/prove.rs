//! `cargo bench --bench prove`: all guarantees of the shipped scripts beside a full check of them, and what a proof costs as steps and
//! clocks are added; what a check knows along paths, as conditions are added.
//!
//! A proof is counted in states, which are the same on every machine; only the ratios say anything of time. Nothing is asserted.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

#[allow(dead_code, reason = "each bench uses its part")]
mod measure;
#[allow(dead_code, reason = "each bench uses its part")]
mod scripts;

use huashu::api::{self, Built, Checked, Input, InputFile, InputPackage, ProofReport, Proved};
use huashu::base::Lang;
use measure::{Best, reach, row, subject, thousands, timed};
use std::hint::black_box;
use std::path::{Path, PathBuf};

/// The allocator of the `huashu` command, which this bench stands for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Rounds in which everyone takes a turn.
const ROUNDS: usize = 5;

fn main() {
    shipped();
    growth("steps", &[10, 100, 1_000], scripts::steps);
    growth("clocks", &[1, 2, 3, 4, 6], scripts::clocks);
    conditions();
}

/// Each package of `scripts/` with those it may use.
fn packages() -> Vec<Input> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let all: Vec<InputPackage> = folders(&root).iter().map(|folder| package(folder)).collect();
    let with = |own: &InputPackage| {
        let others = all.iter().filter(|p| p.name != own.name);
        let library = others.map(|p| InputPackage { root: format!("{}/", p.name), ..p.clone() }).collect();
        Input { package: own.clone(), library, today: None }
    };
    all.iter().map(with).collect()
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let found = std::fs::read_dir(root).into_iter().flatten().filter_map(Result::ok).map(|e| e.path());
    let mut all: Vec<PathBuf> = found.filter(|p| p.is_dir()).collect();
    all.sort();
    all
}

fn package(folder: &Path) -> InputPackage {
    let name = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let config = std::fs::read_to_string(folder.join("huashu.toml")).ok();
    let mut package = InputPackage { name: name.into(), config, ..InputPackage::default() };
    let mut open = vec![folder.to_path_buf()];
    while let Some(at) = open.pop() {
        for path in std::fs::read_dir(at).into_iter().flatten().filter_map(Result::ok).map(|e| e.path()) {
            let within = path.strip_prefix(folder).map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
            let file = |path| InputFile { name: within, bytes: std::fs::read(path).unwrap_or_default() };
            match path.extension().and_then(|x| x.to_str()) {
                _ if path.is_dir() => open.push(path),
                Some("hua") => package.files.push(file(&path)),
                Some("csv") => package.tables.push(file(&path)),
                _ => {}
            }
        }
    }
    package
}

/// The guarantees of all shipped scripts, beside a full check.
fn shipped() {
    println!("\nthe guarantees of the shipped scripts");
    let (mut check, mut prove) = (0.0, 0.0);
    let (mut proved, mut others, mut states) = (0, 0, 0);
    for input in packages() {
        let Ok(checked) = api::understand(&input) else { continue };
        let Ok(built) = api::build(&checked) else { continue };
        let (mut one, mut all) = (Best::new(), Best::new());
        for _ in 0..ROUNDS {
            one.take(timed(|| black_box(api::understand(&input).is_ok())).0);
            all.take(timed(|| black_box(api::prove(&checked, &built, |_| true).is_ok())).0);
        }
        let Some(report) = report(&checked, &built) else { continue };
        let mine: usize = report.guarantees.iter().map(|g| g.states).sum();
        if mine > 0 {
            let (name, n) = (&input.package.name, report.guarantees.len());
            row(&format!("{name}: {n} guarantees, {} states", thousands(mine as f64)), all, mine, "states");
            prove += all.0;
        }
        check += one.0;
        states += mine;
        proved += report.summary.proved;
        others += report.summary.refuted + report.summary.unproved;
    }
    row(&format!("{proved} proved, {others} not, {} states", thousands(states as f64)), Best(prove), states, "states");
    row("a full check of all scripts", Best(check), 1, "checks");
    reach("the time of all proofs over that of a full check", prove / check, false, 5.0);
}

fn report(checked: &Checked, built: &Built) -> Option<ProofReport> {
    Some(api::prove(checked, built, |_| true).ok()?.report(checked, Lang::Zh))
}

/// What the proof of one guarantee costs as a script grows.
fn growth(of: &str, sizes: &[usize], script: fn(usize) -> String) {
    println!("\na proof, as {of} are added");
    let mut before: Option<(usize, f64)> = None;
    for size in sizes {
        let Ok(checked) = api::understand(&subject::input(&script(*size))) else { return println!("  not understood") };
        let built = match subject::build(&checked) {
            Ok(built) => built,
            Err(e) => return println!("  huashu does not build {size} {of}: {e}"),
        };
        let mut best = Best::new();
        let mut found = None;
        for _ in 0..if *size > 500 { 1 } else { ROUNDS } {
            let (seconds, report) = timed(|| report(&checked, &built));
            best.take(seconds);
            found = report;
        }
        let Some(one) = found.as_ref().and_then(|r| r.guarantees.first()) else { return println!("  no guarantee") };
        let came = if one.result == Proved::Proved { "proved" } else { "not proved" };
        row(
            &format!("{size} {of}: {came}, {} states, {} zones", thousands(one.states as f64), thousands(one.zones as f64)),
            best,
            one.zones,
            "zones",
        );
        if let Some((less, seconds)) = before {
            println!("  {:<44} {:>9.2} ×", format!("its time over that with {less}"), best.0 / seconds);
        }
        before = Some((*size, best.0));
    }
}

/// What holds along the paths of a long flow with two conditions a step.
fn conditions() {
    println!("\na full check, as conditions are added");
    let mut few = None;
    for count in [500, 5_000] {
        let input = subject::input(&scripts::conditional(count));
        let mut best = Best::new();
        for _ in 0..3 {
            best.take(timed(|| black_box(api::understand(&input).is_ok())).0);
        }
        row(&format!("{} steps, {} conditions", thousands(count as f64), thousands(2.0 * count as f64)), best, count, "steps");
        match few {
            None => few = Some(best.0),
            Some(few) => reach("a step's cost in the long flow over the short", best.0 / few / 10.0, false, 1.5),
        }
    }
}
