//! What the benches share beside the flow: the best of several turns, and a table that lines up under Chinese and English alike.

pub(crate) mod peers;
pub(crate) mod subject;

use std::time::Instant;

/// Runs `work` once and gives its seconds with its result.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed().as_secs_f64(), result)
}

/// The least of the times seen so far; noise only ever adds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Best(pub(crate) f64);

impl Best {
    /// No time seen yet.
    pub(crate) fn new() -> Self {
        Self(f64::INFINITY)
    }

    /// Takes one more time into account.
    pub(crate) fn take(&mut self, seconds: f64) {
        self.0 = self.0.min(seconds);
    }

    /// Whether any time was seen.
    pub(crate) fn seen(self) -> bool {
        self.0.is_finite()
    }
}

/// Prints one row: a name, seconds, and units of work a second.
pub(crate) fn row(name: &str, best: Best, work: usize, unit: &str) {
    if best.seen() {
        println!("  {name:<44} {:>9.1} ms {:>13} {unit}/s", best.0 * 1e3, thousands(work as f64 / best.0));
    } else {
        println!("  {name:<44} {:>12}", "not run");
    }
}

/// Prints one ratio beside what is to be reached; `at_least` says which side is good.
pub(crate) fn reach(name: &str, ratio: f64, at_least: bool, goal: f64) {
    if !ratio.is_finite() {
        println!("  {name:<44} not run");
        return;
    }
    let met = if at_least { ratio >= goal } else { ratio <= goal };
    let sign = if at_least { "≥" } else { "≤" };
    println!("  {name:<44} {ratio:>9.2} ×   (reach {sign} {goal} ×){}", if met { "" } else { "   NOT MET" });
}

/// A number with its thousands apart, without a fraction.
pub(crate) fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out
}
