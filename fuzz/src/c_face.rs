//! The C face with arbitrary arguments: texts with and without sense, null pointers, counts that do not fit, maps.
//! Pointers that are not null point to what the API says they must; everything else is up to the input.

use std::ffi::{c_char, c_void};

use esent::abi::parameters::{
    JetGetSystemParameterA, JetGetSystemParameterW, JetSetSystemParameterA, JetSetSystemParameterW,
};
use esent::abi::restore::{JetExternalRestore2A, JetExternalRestoreA, JetExternalRestoreW};
use esent::abi::types::{JET_LOGINFO_A, JET_RSTMAP_A, JET_RSTMAP_W};

struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    fn number(&mut self) -> i32 {
        match self.byte() {
            n @ 0..=200 => i32::from(n) - 100,
            201 => i32::MIN,
            202 => i32::MAX,
            _ => i32::from_le_bytes([self.byte(), self.byte(), self.byte(), self.byte()]),
        }
    }

    /// A path below a directory of ours that does not exist, or nothing; ends with 0.
    fn text(&mut self) -> Option<Vec<u8>> {
        let length = usize::from(self.byte());
        if length > 240 {
            return None;
        }
        let mut text = b"/nonexistent-esent-fuzz/".to_vec();
        text.extend((0..length).map(|_| self.byte()).take_while(|b| *b != 0).filter(|b| *b != b'.'));
        text.push(0);
        Some(text)
    }

    fn wide(&mut self) -> Option<Vec<u16>> {
        let text = self.text()?;
        // Two bytes now and then make one unit, so that lone surrogates come up.
        let strange = u16::from(self.byte()) << 8;
        Some(text.iter().map(|b| if *b > 0x80 { u16::from(*b) | strange } else { u16::from(*b) }).collect())
    }
}

fn narrow(text: &mut Option<Vec<u8>>) -> *mut c_char {
    text.as_mut().map_or(std::ptr::null_mut(), |t| t.as_mut_ptr().cast())
}

fn broad(text: &mut Option<Vec<u16>>) -> *mut u16 {
    text.as_mut().map_or(std::ptr::null_mut(), Vec::as_mut_ptr)
}

pub fn c_face(data: &[u8]) {
    let mut input = Input(data);
    match input.byte() % 6 {
        0 | 1 => restore_a(&mut input),
        2 | 3 => restore_w(&mut input),
        4 => parameter_a(&mut input),
        _ => parameter_w(&mut input),
    }
}

fn restore_a(input: &mut Input<'_>) {
    let second = input.byte() & 1 != 0;
    let lines = usize::from(input.byte() % 20);
    let mut texts: Vec<_> = (0..2 * lines).map(|_| input.text()).collect();
    let mut map: Vec<JET_RSTMAP_A> = texts
        .chunks_mut(2)
        .map(|pair| {
            let (old, new) = pair.split_at_mut(1);
            JET_RSTMAP_A { szDatabaseName: narrow(&mut old[0]), szNewDatabaseName: narrow(&mut new[0]) }
        })
        .collect();
    let (count, pointer) = match input.byte() % 6 {
        0 => (0, map.as_mut_ptr()),
        1 => (-input.number().saturating_abs(), map.as_mut_ptr()),
        2 => (input.number(), std::ptr::null_mut()),
        _ => (lines as i32, if lines == 0 { std::ptr::null_mut() } else { map.as_mut_ptr() }),
    };
    let (mut checkpoint, mut logs, mut backup) = (input.text(), input.text(), input.text());
    let (low, high) = (input.number(), input.number());
    if second {
        let (mut name, mut target_logs, mut target) = (input.text(), input.text(), input.text());
        let mut base = [0 as c_char; 4];
        base.iter_mut().for_each(|c| *c = input.byte() as c_char);
        let size = if input.byte() < 200 { size_of::<JET_LOGINFO_A>() as u32 } else { input.number() as u32 };
        let mut info = JET_LOGINFO_A { cbSize: size, ulGenLow: low as u32, ulGenHigh: high as u32, szBaseName: base };
        let info = if input.byte() == 7 { std::ptr::null_mut() } else { &raw mut info };
        // SAFETY: every text ends with 0, the map has as many lines as a positive count says.
        unsafe {
            JetExternalRestore2A(
                narrow(&mut checkpoint),
                narrow(&mut logs),
                pointer,
                count,
                narrow(&mut backup),
                info,
                narrow(&mut name),
                narrow(&mut target_logs),
                narrow(&mut target),
                None,
            );
        }
        return;
    }
    // SAFETY: as above.
    unsafe {
        let (checkpoint, logs) = (narrow(&mut checkpoint), narrow(&mut logs));
        JetExternalRestoreA(checkpoint, logs, pointer, count, narrow(&mut backup), low, high, None);
    }
}

fn restore_w(input: &mut Input<'_>) {
    let lines = usize::from(input.byte() % 20);
    let mut texts: Vec<_> = (0..2 * lines).map(|_| input.wide()).collect();
    let mut map: Vec<JET_RSTMAP_W> = texts
        .chunks_mut(2)
        .map(|pair| {
            let (old, new) = pair.split_at_mut(1);
            JET_RSTMAP_W { szDatabaseName: broad(&mut old[0]), szNewDatabaseName: broad(&mut new[0]) }
        })
        .collect();
    let (mut checkpoint, mut logs, mut backup) = (input.wide(), input.wide(), input.wide());
    let (low, high) = (input.number(), input.number());
    // SAFETY: every text ends with 0, the map has as many lines as the count says.
    unsafe {
        let (checkpoint, logs) = (broad(&mut checkpoint), broad(&mut logs));
        JetExternalRestoreW(checkpoint, logs, map.as_mut_ptr(), lines as i32, broad(&mut backup), low, high, None);
    }
}

/// Parameters that are texts or numbers; not those that carry pointers (30: a callback) or decide what the process does
/// from then on.
fn number_of_parameter(input: &mut Input<'_>) -> u32 {
    match input.number() as u32 {
        30 | 70 | 129 => 0,
        n => n,
    }
}

fn parameter_a(input: &mut Input<'_>) {
    let number = number_of_parameter(input);
    let value = input.number() as usize;
    let mut text = input.text();
    let mut buffer = vec![0 as c_char; usize::from(input.byte())];
    let mut found = 0usize;
    // SAFETY: the text ends with 0, the buffer is as long as it is said to be.
    unsafe {
        let none = std::ptr::null_mut::<c_void>().cast();
        let length = buffer.len() as u32;
        JetGetSystemParameterA(0, !0, number, (&raw mut found).cast(), buffer.as_mut_ptr(), length);
        JetSetSystemParameterA(none, !0, number, value as _, narrow(&mut text));
    }
}

fn parameter_w(input: &mut Input<'_>) {
    let number = number_of_parameter(input);
    let value = input.number() as usize;
    let mut text = input.wide();
    let mut buffer = vec![0u16; usize::from(input.byte())];
    let mut found = 0usize;
    // SAFETY: the text ends with 0, the buffer is as long as it is said to be.
    unsafe {
        let none = std::ptr::null_mut::<c_void>().cast();
        let length = 2 * buffer.len() as u32;
        JetGetSystemParameterW(0, !0, number, (&raw mut found).cast(), buffer.as_mut_ptr(), length);
        JetSetSystemParameterW(none, !0, number, value as _, broad(&mut text));
    }
}
