//! The peers of the benches, behind one pipe: a command a line on standard input, one JSON line of answer to each.
//!
//! `pest FILE`, `bladeink FILE` and `yarn FILE` time one compile or parse of the file; `bladeink-step FILE EVENTS` plays the compiled
//! story. The caller draws the rounds, so it can take turns with its own work and both sides feel the same noise.

use std::error::Error;
use std::io::{BufRead, Write};
use std::time::Instant;

use pest::Parser;

#[derive(pest_derive::Parser)]
#[grammar = "line.pest"]
struct Line;

/// What one command measured: the time, and a count that shows the work was done.
struct Measure {
    seconds: f64,
    count: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout();
    for command in std::io::stdin().lock().lines() {
        let command = command?;
        let words: Vec<&str> = command.split_whitespace().collect();
        let answer = match run(&words) {
            Ok(m) => format!("{{\"peer\":\"{}\",\"seconds\":{:.6},\"count\":{}}}", words[0], m.seconds, m.count),
            Err(e) => format!("{{\"error\":{:?}}}", e.to_string()),
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn run(words: &[&str]) -> Result<Measure, Box<dyn Error>> {
    match words {
        ["pest", file] => pest_lines(&std::fs::read_to_string(file)?),
        ["bladeink", file] => bladeink_compile(&std::fs::read_to_string(file)?).map(|(m, _)| m),
        ["bladeink-step", file, events] => bladeink_step(&std::fs::read_to_string(file)?, events.parse()?),
        ["yarn", file] => yarn_compile(std::fs::read_to_string(file)?),
        _ => Err(format!("unknown command {words:?}").into()),
    }
}

/// Parses a text line by line and walks the tree of pairs; the count is that of the pairs.
fn pest_lines(text: &str) -> Result<Measure, Box<dyn Error>> {
    let start = Instant::now();
    let mut count = 0;
    for line in text.lines() {
        count += Line::parse(Rule::line, line)?.flatten().count();
    }
    Ok(Measure { seconds: start.elapsed().as_secs_f64(), count })
}

/// Compiles an Ink text to its JSON; the count is that of the bytes.
fn bladeink_compile(text: &str) -> Result<(Measure, String), Box<dyn Error>> {
    let start = Instant::now();
    let json = bladeink_compiler::Compiler::new().compile(text)?;
    Ok((Measure { seconds: start.elapsed().as_secs_f64(), count: json.len() }, json))
}

/// Plays the story with the benches' event stream; the count is that of the characters said.
fn bladeink_step(text: &str, events: usize) -> Result<Measure, Box<dyn Error>> {
    let (_, json) = bladeink_compile(text)?;
    let mut story = bladeink::story::Story::new(&json)?;
    let mut count = story.continue_maximally()?.len();
    let mut x: u64 = 12345;
    let start = Instant::now();
    for _ in 0..events {
        x = (1_103_515_245 * x + 12345) % (1 << 31);
        story.choose_choice_index((x >> 16) as usize % 3)?;
        count += story.continue_maximally()?.len();
    }
    Ok(Measure { seconds: start.elapsed().as_secs_f64(), count })
}

/// Compiles a Yarn text; the count is that of the strings in its table.
fn yarn_compile(source: String) -> Result<Measure, Box<dyn Error>> {
    use yarnspinner::compiler::{Compiler, File};
    let start = Instant::now();
    let mut compiler = Compiler::new();
    compiler.add_file(File { file_name: "flow.yarn".to_owned(), source });
    let compilation = compiler.compile()?;
    Ok(Measure { seconds: start.elapsed().as_secs_f64(), count: compilation.string_table.len() })
}
