//! What all sheets of workbooks share: looks, columns, pages, and text that stays text.
//!
//! Cells are written as strings and numbers, never as formulas, whatever they begin with.

use std::borrow::Cow;

use rust_xlsxwriter::{
    Color, ConditionalFormatDataBar, ConditionalFormatDataBarDirection, ConditionalFormatType, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet, XlsxError,
};
use time::{OffsetDateTime, UtcOffset};

use super::escape::visible;
use crate::report::{Tone, sign, tr};
use crate::text::Lang;

/// The most UTF-16 units a cell can hold.
const CELL_LIMIT: usize = 32_767;

/// The most line ends a cell can hold.
const LINES_LIMIT: usize = 253;

/// The last row number that a sheet can have, counted from one.
pub(super) const SHEET_ROWS: u32 = 1_048_576;

/// A cell.
pub(super) enum Cell<'a> {
    /// Text that wraps.
    Text(Cow<'a, str>),
    /// Text on one line.
    Line(Cow<'a, str>),
    /// A number of things.
    Count(u64),
    /// A share, 0 to 1.
    Share(f64),
    /// A word with a colour and a sign.
    Status(Tone, Cow<'a, str>),
    /// Room for people to write in.
    Blank,
}

impl<'a> Cell<'a> {
    /// Text that wraps.
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
        Cell::Text(text.into())
    }

    /// Text on one line.
    pub(super) fn line(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
        Cell::Line(text.into())
    }
}

/// A column: its head and width in characters.
pub(super) struct Column {
    /// The head.
    pub(super) head: String,
    /// Width in characters.
    pub(super) width: f64,
}

/// A column.
pub(super) fn column(head: impl Into<String>, width: f64) -> Column {
    Column { head: head.into(), width }
}

/// A format, and the same with the mark by which a spreadsheet keeps an edited cell as text.
struct Style {
    plain: Format,
    quoted: Format,
}

/// The looks of a workbook, and its language.
pub(super) struct Styles {
    pub(super) lang: Lang,
    text: Style,
    line: Style,
    count: Format,
    share: Format,
    head: Format,
    blank: Format,
    pub(super) title: Format,
    pub(super) heading: Format,
    pub(super) prose: Format,
    label: Format,
    tones: [Format; 6],
}

const TONES: [Tone; 6] = [Tone::Good, Tone::Warn, Tone::Bad, Tone::Unknown, Tone::Person, Tone::Neutral];

/// Background and ink of a tone.
fn colors(tone: Tone) -> (u32, u32) {
    match tone {
        Tone::Good => (0x00E3_F3E9, 0x0014_5C34),
        Tone::Warn => (0x00FD_F1D8, 0x0075_4A00),
        Tone::Bad => (0x00FB_E4E1, 0x0096_1F18),
        Tone::Unknown => (0x00E8_EBEF, 0x0045_4F5C),
        Tone::Person => (0x00EB_E6F7, 0x0048_3185),
        Tone::Neutral => (0x00F4_F5F7, 0x005C_6571),
    }
}

impl Styles {
    pub(super) fn new(lang: Lang) -> Styles {
        let font = if lang == Lang::Zh { "Microsoft YaHei" } else { "Calibri" };
        let plain = Format::new().set_font_name(font).set_font_size(10).set_align(FormatAlign::Top);
        let base = plain.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00D9_DEE5));
        let style = |f: Format| Style { quoted: f.clone().set_quote_prefix(), plain: f };
        Styles {
            lang,
            text: style(base.clone().set_text_wrap()),
            line: style(base.clone()),
            count: base.clone().set_num_format("#,##0"),
            share: base.clone().set_num_format("0.00%"),
            head: base
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(0x000B_4F8A)),
            blank: base.clone().set_text_wrap().set_background_color(Color::RGB(0x00FF_FDF2)),
            title: plain.clone().set_bold().set_font_size(16).set_font_color(Color::RGB(0x000B_4F8A)),
            heading: plain.clone().set_bold().set_font_size(12).set_font_color(Color::RGB(0x000B_4F8A)),
            prose: plain.clone().set_text_wrap(),
            label: base.clone().set_text_wrap().set_bold().set_background_color(Color::RGB(0x00F4_F6F9)),
            tones: TONES.map(|tone| {
                let (paper, ink) = colors(tone);
                base.clone().set_text_wrap().set_background_color(Color::RGB(paper)).set_font_color(Color::RGB(ink))
            }),
        }
    }

    fn tone(&self, tone: Tone) -> &Format {
        let at = TONES.iter().position(|t| *t == tone).unwrap_or_default();
        &self.tones[at]
    }

    /// Writes a cell.
    pub(super) fn put(&self, sheet: &mut Worksheet, row: u32, col: u16, cell: &Cell<'_>) -> Result<(), XlsxError> {
        match cell {
            Cell::Text(text) => self.write(sheet, row, col, text, &self.text)?,
            Cell::Line(text) => self.write(sheet, row, col, text, &self.line)?,
            Cell::Count(n) => {
                sheet.write_number_with_format(row, col, *n as f64, &self.count)?;
            }
            Cell::Share(share) => {
                sheet.write_number_with_format(row, col, *share, &self.share)?;
            }
            Cell::Status(tone, word) => {
                let word = held(&format!("{} {word}", sign(*tone)), self.lang).into_owned();
                sheet.write_string_with_format(row, col, word, self.tone(*tone))?;
            }
            Cell::Blank => {
                sheet.write_blank(row, col, &self.blank)?;
            }
        }
        Ok(())
    }

    fn write(&self, sheet: &mut Worksheet, row: u32, col: u16, text: &str, style: &Style) -> Result<(), XlsxError> {
        let text = held(text, self.lang);
        if text.is_empty() {
            sheet.write_blank(row, col, &style.plain)?;
            return Ok(());
        }
        let format = if looks_like_a_formula(&text) { &style.quoted } else { &style.plain };
        sheet.write_string_with_format(row, col, text.into_owned(), format)?;
        Ok(())
    }

    /// Writes text over several columns of one row, wrapped, in a row as high as it needs.
    pub(super) fn across(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        (first, last): (u16, u16),
        text: &str,
        format: &Format,
        chars: f64,
    ) -> Result<(), XlsxError> {
        let text = held(text, self.lang);
        // Titles are in larger letters.
        let scale = if std::ptr::eq(format, &raw const self.title) { 1.7 } else { 1.0 };
        sheet.set_row_height(row, height(&text, chars) * scale)?;
        if first == last || text.is_empty() {
            sheet.write_string_with_format(row, first, text.into_owned(), format)?;
        } else {
            sheet.merge_range(row, first, row, last, &text, format)?;
        }
        Ok(())
    }

    /// Writes a label and a value over several columns.
    pub(super) fn fact(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        (label, value): (&str, &str),
        (middle, last): (u16, u16),
        chars: f64,
    ) -> Result<(), XlsxError> {
        sheet.merge_range(row, 0, row, middle - 1, &held(label, self.lang), &self.label)?;
        self.across(sheet, row, (middle, last), value, &self.text.plain, chars)
    }

    /// Writes the heads of a table and sets its columns.
    pub(super) fn heads(&self, sheet: &mut Worksheet, row: u32, columns: &[Column]) -> Result<(), XlsxError> {
        // Heads are bold, and in a narrow column a word may break.
        let needed = columns.iter().map(|c| height(&c.head, (c.width - 1.5).max(1.0) * 0.85)).fold(0.0, f64::max);
        sheet.set_row_height(row, needed)?;
        for (col, column) in (0u16..).zip(columns) {
            sheet.set_column_width(col, column.width)?;
            self.head(sheet, row, col, &column.head)?;
        }
        Ok(())
    }

    /// Writes one head.
    pub(super) fn head(&self, sheet: &mut Worksheet, row: u32, col: u16, text: &str) -> Result<(), XlsxError> {
        sheet.write_string_with_format(row, col, held(text, self.lang).into_owned(), &self.head)?;
        Ok(())
    }

    /// Gives columns the look of their text, for [`Styles::row_by_column`].
    pub(super) fn look(&self, sheet: &mut Worksheet, columns: &[Column], wrapped: &[u16]) -> Result<(), XlsxError> {
        for col in (0u16..).take(columns.len()) {
            let style = if wrapped.contains(&col) { &self.text } else { &self.line };
            sheet.set_column_format(col, &style.plain)?;
        }
        Ok(())
    }

    /// Writes one row of many: what the column's look says is not looked up again for each cell, and empty cells are left out.
    pub(super) fn row_by_column(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        columns: &[Column],
        cells: &[Cell<'_>],
    ) -> Result<(), XlsxError> {
        for ((col, cell), column) in (0u16..).zip(cells).zip(columns) {
            match cell {
                Cell::Text(text) | Cell::Line(text) if !looks_like_a_formula(text) => {
                    let text = held(text, self.lang);
                    if matches!(cell, Cell::Text(_)) && text.len() as f64 >= column.width {
                        let needed = height(&text, column.width - 1.0);
                        if needed > height("", 1.0) {
                            sheet.set_row_height(row, needed)?;
                        }
                    }
                    sheet.write_string(row, col, text.into_owned())?;
                }
                cell => self.put(sheet, row, col, cell)?,
            }
        }
        Ok(())
    }

    /// Writes one row of a table, as high as its wrapped text needs: not every program fits rows by itself.
    pub(super) fn row(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        columns: &[Column],
        cells: &[Cell<'_>],
    ) -> Result<(), XlsxError> {
        let needed = cells.iter().zip(columns).map(|(cell, column)| match cell {
            Cell::Text(text) | Cell::Status(_, text) => height(text, column.width - 1.0),
            Cell::Line(_) | Cell::Count(_) | Cell::Share(_) | Cell::Blank => 0.0,
        });
        let needed = needed.fold(0.0, f64::max);
        if needed > height("", 1.0) {
            sheet.set_row_height(row, needed)?;
        }
        for (col, cell) in (0u16..).zip(cells) {
            self.put(sheet, row, col, cell)?;
        }
        Ok(())
    }
}

/// Freezes the heads, sets the filter and repeats the heads on paper. `last` is the last row of the table, `printed` how
/// many columns go to paper.
pub(super) fn finish_table(
    sheet: &mut Worksheet,
    head: u32,
    last: u32,
    columns: usize,
    frozen: u16,
    printed: u16,
) -> Result<(), XlsxError> {
    let right = u16::try_from(columns.saturating_sub(1)).unwrap_or_default();
    sheet.set_freeze_panes(head + 1, frozen)?;
    sheet.autofilter(head, 0, last.max(head), right)?;
    sheet.set_repeat_rows(head, head)?;
    // A table is wider than paper: what is printed is its first columns, large enough to read.
    sheet.set_print_area(0, 0, last.max(head), printed.min(right + 1) - 1)?;
    // Account numbers and clause numbers are text on purpose.
    sheet.ignore_error_range(head, 0, last.max(head), right, IgnoreError::NumberStoredAsText)?;
    Ok(())
}

/// A4 across, as wide as the paper, with title, sheet and page numbers.
pub(super) fn page(sheet: &mut Worksheet, lang: Lang, title: &str) {
    // The ampersand begins a code in headers, and a header holds 255 characters.
    let title: String = visible(title).replace('&', "&&").chars().take(180).collect();
    let title = title.strip_suffix('&').filter(|t| !t.ends_with('&')).unwrap_or(&title);
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3);
    sheet.set_header(format!("&L&8{title}&R&8&A"));
    sheet.set_footer(tr(lang, "&C&8Page &P of &N", "&C&8第 &P 页，共 &N 页"));
}

/// A bar in each cell of a column of shares, from nothing to all.
pub(super) fn bars(sheet: &mut Worksheet, rows: (u32, u32), col: u16, color: u32) -> Result<(), XlsxError> {
    if rows.1 < rows.0 {
        return Ok(());
    }
    let bar = ConditionalFormatDataBar::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 1)
        .set_direction(ConditionalFormatDataBarDirection::LeftToRight)
        .set_solid_fill(true)
        .set_fill_color(Color::RGB(color));
    sheet.add_conditional_format(rows.0, col, rows.1, col, &bar)?;
    Ok(())
}

/// Title and moment of the file; nothing of the machine or the person who ran the tool.
pub(super) fn properties(book: &mut Workbook, title: &str, as_of: OffsetDateTime) -> Result<(), XlsxError> {
    let utc = as_of.to_offset(UtcOffset::UTC);
    let moment = ExcelDateTime::from_ymd(u16::try_from(utc.year()).unwrap_or_default(), utc.month().into(), utc.day())?
        .and_hms(utc.hour().into(), utc.minute(), utc.second())?;
    let properties = DocProperties::new().set_title(visible(title)).set_creation_datetime(&moment);
    book.set_properties(&properties);
    Ok(())
}

/// The text as a cell can hold it: hidden characters shown, and cut with a remark where it is too long.
pub(super) fn held(text: &str, lang: Lang) -> Cow<'_, str> {
    let mut shown = visible(text);
    if shown.len() <= LINES_LIMIT {
        return shown;
    }
    if shown.bytes().filter(|b| *b == b'\n').count() > LINES_LIMIT {
        let mut left = LINES_LIMIT;
        let lines = shown.replace("\r\n", "\n");
        let joined = lines.chars().map(|c| match c {
            '\n' if left == 0 => ' ',
            '\n' => {
                left -= 1;
                '\n'
            }
            c => c,
        });
        shown = Cow::Owned(joined.collect());
    }
    if shown.len() <= CELL_LIMIT {
        return shown;
    }
    let whole: usize = shown.chars().map(char::len_utf16).sum();
    if whole <= CELL_LIMIT {
        return shown;
    }
    let remark =
        tr(lang, format!(" … [cut here; {whole} characters in all]"), format!(" ……【此处截断，全文 {whole} 个字符】"));
    let mut room = CELL_LIMIT - remark.chars().map(char::len_utf16).sum::<usize>();
    let mut out = String::with_capacity(CELL_LIMIT);
    for c in shown.chars() {
        match room.checked_sub(c.len_utf16()) {
            Some(left) => room = left,
            None => break,
        }
        out.push(c);
    }
    out.push_str(&remark);
    Cow::Owned(out)
}

/// Whether a spreadsheet would take the text for a formula if a person typed it.
fn looks_like_a_formula(text: &str) -> bool {
    text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || text.starts_with(['\t', '\r', '\n'])
}

/// The height in points of wrapped text, by its length: Excel does not fit rows with merged cells.
fn height(text: &str, chars: f64) -> f64 {
    const LINE: f64 = 14.5;
    // The most common case, short and on one line, is told by its length alone.
    if text.len() < chars as usize && !text.contains('\n') {
        return LINE + 2.0;
    }
    let lines: f64 = text
        .lines()
        .map(|line| {
            let units: f64 = line.chars().map(|c| if c > '\u{2e80}' { 2.0 } else { 0.95 }).sum();
            (units / chars).ceil().max(1.0)
        })
        .sum();
    (lines.max(1.0) * LINE + 2.0).min(409.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_with_a_remark() {
        for (text, lang) in [("x".repeat(40_000), Lang::En), ("\u{20bb7}".repeat(20_000), Lang::Zh)] {
            let shown = held(&text, lang);
            let units: usize = shown.chars().map(char::len_utf16).sum();
            assert!((CELL_LIMIT - 1..=CELL_LIMIT).contains(&units), "{units}");
            assert!(shown.ends_with("40000 characters in all]") || shown.ends_with("全文 40000 个字符】"));
        }
        let fits = "x".repeat(CELL_LIMIT);
        assert_eq!(held(&fits, Lang::En), fits);
    }

    #[test]
    fn hidden_characters_show_and_lines_are_bounded() {
        assert_eq!(held("a\u{0}b\u{202e}c\u{fffe}", Lang::En), "a[U+0000]b[U+202E]c[U+FFFE]");
        let lines = held(&"a\n".repeat(1000), Lang::En).matches('\n').count();
        assert_eq!(lines, LINES_LIMIT);
    }

    #[test]
    fn what_begins_like_a_formula_is_marked_as_text() {
        for text in ["=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1", "\t=1", " =1", "＝1"] {
            assert!(looks_like_a_formula(text), "{text}");
        }
        assert!(!looks_like_a_formula("plain = text"));
    }
}
