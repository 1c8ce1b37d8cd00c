//! The form or question on the screen: fields, the one being typed, what it takes.

use super::app::{Mode, Screen};
use super::draw::dim;
use crate::cli::text::{clip, pad, width};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Paragraph};

/// Whether the form takes the place of the choices.
pub(crate) fn shown(screen: &Screen) -> bool {
    screen.scene.entry.as_ref().is_some_and(|e| screen.mode == Mode::Entry || e.form.is_some() && screen.scene.options.is_empty())
        || (screen.scene.entry.is_some() && screen.scene.options.is_empty())
}

/// How many lines it would like, with its frame.
pub(crate) fn height(screen: &Screen) -> usize {
    screen.scene.entry.as_ref().map_or(0, |e| e.fields.len() + 1 + 2)
}

/// Draws it, and puts the cursor where the next character goes, so that an input method opens there.
pub(crate) fn draw(frame: &mut Frame<'_>, area: Rect, screen: &Screen) {
    let Some(entry) = &screen.scene.entry else { return };
    let active = screen.mode == Mode::Entry;
    let title = match &entry.form {
        Some(form) => format!(" {} {form} ", screen.t("登记", "Form")),
        None => format!(" {} ", screen.t("回答", "Answer")),
    };
    let color = if active { Color::Green } else { Color::DarkGray };
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(Style::new().fg(color))
        .title(Span::styled(title, Style::new().fg(Color::Green).add_modifier(Modifier::BOLD)));
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let room = usize::from(inner.width);
    let widest = entry.fields.iter().map(|f| width(&f.name)).max().unwrap_or(0).min(room / 3);
    let rows = usize::from(inner.height).saturating_sub(1).max(1);
    // The field under the cursor stays in sight.
    let first = screen.cursor.saturating_sub(rows.saturating_sub(1)).min(entry.fields.len().saturating_sub(rows));
    let mut lines = Vec::new();
    for (i, field) in entry.fields.iter().enumerate().skip(first).take(rows) {
        let here = active && i == screen.cursor;
        let mark = if field.required && field.value.is_empty() { "*" } else { " " };
        let name = Span::styled(format!("{mark}{} ", pad(&clip(&field.name, widest), widest)), Style::new().fg(Color::Green));
        let value = if here { screen.input.text() } else { field.value.clone() };
        let value_style = if here { Style::new().add_modifier(Modifier::BOLD).bg(Color::Indexed(236)) } else { Style::new() };
        let taken = widest + 2 + width(&value) + 1;
        let hint = if value.is_empty() || here { field.wanted.join("、") } else { String::new() };
        // What an empty field takes stands where its value will.
        let gap = if value.is_empty() { "" } else { " " };
        lines.push(Line::from(vec![
            name,
            Span::styled(if here { format!("{value} ") } else { value }, value_style),
            Span::styled(format!("{gap}{}", clip(&hint, room.saturating_sub(taken + 1))), dim()),
        ]));
        if here {
            let x = inner.x.saturating_add(u16::try_from(widest + 2 + width(&screen.input.before())).unwrap_or(u16::MAX));
            let y = inner.y.saturating_add(u16::try_from(i - first).unwrap_or(0));
            frame.set_cursor_position(Position::new(x.min(inner.right().saturating_sub(1)), y));
        }
    }
    lines.truncate(rows);
    lines.push(Line::styled(
        clip(&footer(screen), room),
        Style::new().fg(if screen.message.is_empty() { Color::DarkGray } else { Color::Red }),
    ));
    frame.render_widget(Paragraph::new(lines), inner);
}

/// What was wrong, else what is still missing, else what to press.
fn footer(screen: &Screen) -> String {
    if !screen.message.is_empty() {
        return screen.message.clone();
    }
    let Some(entry) = &screen.scene.entry else { return String::new() };
    match (&entry.form, entry.missing.is_empty()) {
        (None, _) => screen.t("回车回答", "Enter to answer").to_owned(),
        (Some(_), true) => screen.t("填齐了，F2 提交", "complete; F2 submits").to_owned(),
        (Some(_), false) => format!("{}{}", screen.t("还缺：", "missing: "), entry.missing.join("、")),
    }
}
