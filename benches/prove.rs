//! `cargo bench --bench prove`: all guarantees of the shipped scripts beside a full check of them, and what a proof costs as steps and
//! clocks are added; what a check knows along paths, as conditions are added.
//!
//! A proof is counted in states, which are the same on every machine; only the ratios say anything of time. Nothing is asserted.
#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

#[allow(dead_code, reason = "each bench uses its part")]
mod measure;

use huashu::api::{self, Built, Checked, Input, InputFile, InputPackage, ProofReport, Proved};
use huashu::base::Lang;
use measure::{Best, reach, row, subject, thousands, timed};
use std::fmt::Write;
use std::hint::black_box;
use std::path::{Path, PathBuf};

/// The allocator of the `huashu` command, which this bench stands for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Rounds in which everyone takes a turn.
const ROUNDS: usize = 5;

fn main() {
    shipped();
    growth("steps", &[10, 100, 1_000], steps);
    growth("clocks", &[1, 2, 3, 4, 6], clocks);
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
        let Ok(built) = api::build(&checked) else { return println!("  huashu does not build {size} {of}") };
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

/// A call of so many steps with two ways on from each.
fn steps(count: usize) -> String {
    let mut out = String::from("动作 查单\n动作 收单\n流程 来电\n  随时 客户挂机 或 通话结束    结束 客户已挂\n");
    let step = |n: usize| if n < count { format!("转 第{n}步") } else { "转 收尾".to_owned() };
    for n in 0..count {
        let _ = writeln!(out, "  环节 第{n}步");
        if n == 0 {
            out.push_str("    做 查单\n");
        }
        let _ = writeln!(out, "    选项 是  例如 “是的”    {}\n    选项 其他    {}", step(n + 1), step(n + 2));
    }
    out.push_str("  环节 收尾\n    做 收单\n    结束 办完\n保证 先查后收\n  做 收单 之前 必须 做 查单\n");
    out
}

/// A call in which so many limits run side by side, each from an event of its own.
fn clocks(count: usize) -> String {
    let mut out = String::new();
    for n in 0..count {
        let _ = writeln!(
            out,
            "动作 开{n}\n事件 办好{n}\n动作 催{n}\n期限 限{n}\n  起 做 开{n}\n  止 办好{n}\n  限时 {}分钟\n  超时\n    做 催{n}\n    到此为止",
            10 + n * 7
        );
    }
    out.push_str("动作 收单\n流程 来电\n  环节 开头\n");
    for n in 0..count {
        let _ = writeln!(out, "    做 开{n}");
    }
    out.push_str("    选项 好了  例如 “好了”    转 收尾\n    选项 其他    转 收尾\n  环节 收尾\n    做 收单\n    结束 办完\n");
    out.push_str("保证 不早催\n  做 开0 之后 10分钟 以内 不得 做 催0\n");
    out
}

/// What holds along the paths of a long flow with two conditions a step.
fn conditions() {
    println!("\na full check, as conditions are added");
    let mut few = None;
    for count in [500, 5_000] {
        let input = subject::input(&conditional(count));
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

fn conditional(count: usize) -> String {
    let mut out =
        String::from("登记表 单\n  件数: 整数 0..1000  必填\n  急: 是否  必填\n流程 来电\n  环节 登记\n    登记 单\n    转 第0步\n");
    for n in 0..count {
        let next = if n + 1 < count { format!("转 第{}步", n + 1) } else { "结束 办完".to_owned() };
        let _ = writeln!(
            out,
            "  环节 第{n}步\n    若 单.件数 超过 {} 且 单.急\n      提示 多。\n    若 单.件数 不足 {}\n      {next}\n    {next}",
            n % 900,
            n % 700 + 1
        );
    }
    out
}
