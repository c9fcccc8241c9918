//! Bends: what may be wrong with a set or with the call, chosen by a seed.

use std::path::PathBuf;
use std::sync::Arc;

use esent::format::checksum::{seal_header, seal_page, seal_segment};
use esent::recovery::request::MapEntry;

use super::disk::Files;
use super::set::{Call, SEGMENT, Set};

/// Numbers that look random and are the same for the same seed.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Below `end`, or 0.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.next() % end as u64) as usize }
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// A number that is likely to be at an edge.
    pub fn odd(&mut self) -> u64 {
        let edges = [0, 1, 2, 3, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, u64::MAX];
        if self.below(2) == 0 { *self.pick(&edges) } else { self.next() >> self.below(64) }
    }
}

/// A bent set.
pub struct Bent {
    pub files: Files,
    pub call: Call,
    /// What was done, for people.
    pub story: Vec<String>,
    /// Wrong content was given a good checksum: nobody can tell, so the outcome is not compared.
    pub forged: bool,
}

pub fn bend(set: &Set, random: &mut Random) -> Bent {
    let mut bent = Bent { files: set.files.clone(), call: set.call.clone(), story: Vec::new(), forged: false };
    let bends = [1, 1, 1, 1, 2, 2, 3][random.below(7)];
    for _ in 0..bends {
        bent.bend_once(set, random);
    }
    bent
}

impl Bent {
    fn bend_once(&mut self, set: &Set, random: &mut Random) {
        match random.below(16) {
            0..=2 => self.flip(random),
            3..=4 => self.overwrite(random),
            5 => self.exchange_segments(set, random),
            6 => self.resize(random),
            7 => self.misplace(set, random),
            8..=9 => self.log_field(set, random),
            10 => self.database_field(set, random),
            11 => self.trailer_field(set, random),
            12 => self.forge(set, random),
            13..=14 => self.call_differently(set, random),
            _ => self.litter(set, random),
        }
    }

    fn tell(&mut self, what: String) {
        self.story.push(what);
    }

    fn any_file(&self, random: &mut Random) -> Option<PathBuf> {
        let names: Vec<&PathBuf> = self.files.keys().filter(|p| !self.files[*p].is_empty()).collect();
        (!names.is_empty()).then(|| (*random.pick(&names)).clone())
    }

    fn edit(&mut self, path: &PathBuf) -> Option<&mut Vec<u8>> {
        self.files.get_mut(path).map(Arc::make_mut)
    }

    /// A place in a file: anywhere, or where the headers are.
    fn place(random: &mut Random, length: usize) -> usize {
        if random.below(3) == 0 { random.below(length.min(2 * SEGMENT)) } else { random.below(length) }
    }

    fn flip(&mut self, random: &mut Random) {
        let Some(path) = self.any_file(random) else { return };
        let bits = [1, 1, 2, 3, 17, 64][random.below(6)];
        let length = self.files[&path].len();
        let base = Self::place(random, length) / SEGMENT * SEGMENT;
        self.tell(format!("{bits} bits near {base:#x} of {}", path.display()));
        let Some(bytes) = self.edit(&path) else { return };
        for _ in 0..bits {
            let at = base + random.below((length - base).min(SEGMENT));
            bytes[at] ^= 1 << random.below(8);
        }
    }

    fn overwrite(&mut self, random: &mut Random) {
        let Some(path) = self.any_file(random) else { return };
        let length = self.files[&path].len();
        let unit = *random.pick(&[1, 4, 512, 4096, 8192, 65536]);
        let from = Self::place(random, length) / unit * unit;
        let to = (from + unit * (1 + random.below(4))).min(length);
        let how = random.below(3);
        self.tell(format!("{from:#x} to {to:#x} of {} overwritten ({how})", path.display()));
        let Some(bytes) = self.edit(&path) else { return };
        for byte in &mut bytes[from..to] {
            *byte = [0, 0xFF, random.next() as u8][how];
        }
    }

    fn exchange_segments(&mut self, set: &Set, random: &mut Random) {
        let path = random.pick(&set.logs).clone();
        let other = if random.below(2) == 0 { path.clone() } else { random.pick(&set.logs).clone() };
        let count = |p| self.files.get(p).map_or(0, |b: &Arc<Vec<u8>>| b.len() / SEGMENT);
        let (a, b) = (random.below(count(&path)) * SEGMENT, random.below(count(&other)) * SEGMENT);
        self.tell(format!("segment {a:#x} of {} is that at {b:#x} of {}", path.display(), other.display()));
        let read =
            |files: &Files, p, at| files.get(p).and_then(|x: &Arc<Vec<u8>>| x.get(at..at + SEGMENT)?.to_vec().into());
        let (first, second): (Option<Vec<u8>>, Option<Vec<u8>>) =
            (read(&self.files, &path, a), read(&self.files, &other, b));
        let both = random.below(2) == 0;
        let (Some(first), Some(second)) = (first, second) else { return };
        if let Some(bytes) = self.edit(&path) {
            bytes[a..a + SEGMENT].copy_from_slice(&second);
        }
        if let Some(bytes) = self.edit(&other).filter(|_| both) {
            bytes[b..b + SEGMENT].copy_from_slice(&first);
        }
    }

    fn resize(&mut self, random: &mut Random) {
        let Some(path) = self.any_file(random) else { return };
        let length = self.files[&path].len();
        let unit = *random.pick(&[1, 512, 4096, set_page(self)]);
        let new = match random.below(3) {
            0 => random.below(length) / unit * unit,
            1 => length.saturating_sub(unit),
            _ => length + unit * (1 + random.below(3)),
        };
        self.tell(format!("{} is cut or grown to {new:#x}", path.display()));
        if let Some(bytes) = self.edit(&path) {
            bytes.resize(new, 0);
        }
    }

    fn misplace(&mut self, set: &Set, random: &mut Random) {
        let Some(path) = self.any_file(random) else { return };
        let generation = random.below(6) as i32 + set.call.range.1 - 3;
        let directory = path.parent().unwrap().to_path_buf();
        let names = [
            format!("edb{generation:08X}.log"),
            format!("edb{generation:05X}.log"),
            format!("EDB{generation:08x}.LOG"),
            format!("edb{generation:08X}.jtx"),
            "edb.log".into(),
            "edbtmp.log".into(),
            "edb.jtx".into(),
            "gone".into(),
        ];
        let to = directory.join(random.pick(&names));
        match random.below(4) {
            0 => {
                self.tell(format!("{} is removed", path.display()));
                self.files.remove(&path);
            }
            1 => {
                let Some(other) = self.any_file(random) else { return };
                self.tell(format!("{} and {} change places", path.display(), other.display()));
                let (a, b) = (self.files[&path].clone(), self.files[&other].clone());
                self.files.insert(path, b);
                self.files.insert(other, a);
            }
            2 => {
                self.tell(format!("{} is called {}", path.display(), to.display()));
                let bytes = self.files.remove(&path).unwrap();
                self.files.insert(to, bytes);
            }
            _ => {
                self.tell(format!("{} lies at {} too", path.display(), to.display()));
                self.files.insert(to, self.files[&path].clone());
            }
        }
    }

    fn put(bytes: &mut [u8], at: usize, size: usize, value: u64) {
        if let Some(field) = bytes.get_mut(at..at + size) {
            field.copy_from_slice(&value.to_le_bytes()[..size]);
        }
    }

    fn log_field(&mut self, set: &Set, random: &mut Random) {
        const FIELDS: &[(usize, usize)] = &[
            (4, 4),
            (8, 2),
            (10, 2),
            (12, 2),
            (14, 2),
            (16, 4),
            (24, 4),
            (32, 4),
            (36, 4),
            (40, 4),
            (44, 4),
            (56, 4),
            (72, 4),
            (639, 1),
            (640, 8),
            (648, 4),
            (652, 1),
            (653, 8),
            (661, 4),
            (667, 4),
            (671, 4),
            (675, 8),
            (700, 2),
        ];
        let path = random.pick(&set.logs).clone();
        let &(at, size) = random.pick(FIELDS);
        let value = random.odd();
        self.tell(format!("{size} bytes at {at} of the header of {} are {value:#x}", path.display()));
        // The version decides how records are read, the list of databases what is replayed.
        self.forged |= (32..44).contains(&at) || at == 648 || at >= 671;
        if let Some(bytes) = self.edit(&path).filter(|b| b.len() >= SEGMENT) {
            Self::put(bytes, at, size, value);
            seal_header(&mut bytes[..SEGMENT]);
        }
    }

    fn database_field(&mut self, set: &Set, random: &mut Random) {
        let path = random.pick(&set.databases).clone();
        let page = set.page_size();
        let at = 4 + random.below(170) * 4;
        let value = random.odd();
        let copies = 1 + random.below(2);
        self.tell(format!("4 bytes at {at} of {copies} headers of {} are {value:#x}", path.display()));
        // Clock, last object and versions end up in pages.
        self.forged |= [8, 16, 20, 212, 232].contains(&at) || (at > 232 && at != 236);
        if let Some(bytes) = self.edit(&path).filter(|b| b.len() >= 2 * page) {
            for header in bytes.chunks_mut(page).take(copies) {
                Self::put(header, at, 4, value);
                seal_header(header);
            }
        }
    }

    fn trailer_field(&mut self, set: &Set, random: &mut Random) {
        let path = random.pick(&set.databases).clone();
        let page = set.page_size();
        let at = 40 + random.below(27) * 4;
        let value = random.odd();
        self.tell(format!("4 bytes at {at} of the trailer of {} are {value:#x}", path.display()));
        if let Some(bytes) = self.edit(&path).filter(|b| b.len() > page) {
            let start = bytes.len() - page;
            Self::put(&mut bytes[start..], at, 4, value);
            seal_header(&mut bytes[start..]);
        }
    }

    /// Wrong content with a good checksum.
    fn forge(&mut self, set: &Set, random: &mut Random) {
        self.forged = true;
        if random.below(3) == 0 {
            let path = random.pick(&set.databases).clone();
            let page = set.page_size();
            let pages = self.files.get(&path).map_or(0, |b| b.len() / page);
            let most = *random.pick(&[30, usize::MAX]);
            let number = 2 + random.below(pages.saturating_sub(2).min(most));
            self.tell(format!("page {} of {} is forged", number.saturating_sub(1), path.display()));
            let Some(bytes) = self.edit(&path) else { return };
            let Some(bytes) = bytes.get_mut(number * page..(number + 1) * page) else { return };
            for _ in 0..=random.below(8) {
                let most = *random.pick(&[72, page - 8]);
                let at = 8 + random.below(most);
                bytes[at] = random.odd() as u8;
            }
            seal_page(bytes, (number - 1) as u32);
            return;
        }
        let path = random.pick(&set.logs).clone();
        let segments = self.files.get(&path).map_or(0, |b| b.len() / SEGMENT);
        let number = random.below(segments);
        self.tell(format!("segment {number} of {} is forged", path.display()));
        let Some(bytes) = self.edit(&path) else { return };
        let Some(bytes) = bytes.get_mut(number * SEGMENT..(number + 1) * SEGMENT) else { return };
        for _ in 0..=random.below(8) {
            let at = 8 + random.below(SEGMENT - 8);
            bytes[at] = random.odd() as u8;
        }
        if number == 0 {
            seal_header(bytes);
        } else {
            seal_segment(bytes, number as u32);
        }
    }

    fn call_differently(&mut self, set: &Set, random: &mut Random) {
        let call = &mut self.call;
        match random.below(12) {
            0 => call.range.0 = random.below(4) as i32 - 1 + set.call.range.0,
            1 => call.range.1 = random.below(5) as i32 - 2 + set.call.range.1,
            2 => call.range = (random.odd() as i32, random.odd() as i32),
            3 => call.settings.page_size = *random.pick(&[0, 1, 2048, 4096, 8192, 16384, 32768, 65536]),
            4 => call.settings.base_name = (*random.pick(&["EDB", "res", "", "edbx"])).to_owned(),
            5 => call.settings.legacy_file_names = random.below(4) as u32,
            6 => call.settings.log_file_size = Some(random.odd() as u32 & 0xFFFF),
            7 => call.settings.log_path = call.backup_logs.clone(),
            8 => call.backup_logs = PathBuf::from(*random.pick(&["/", "", "/nowhere", "/sample-backup/db0.edb"])),
            9 => call.map = [None, Some(Vec::new())][random.below(2)].clone(),
            10 => {
                let path = call.settings.log_path.join(random.pick(&["a", "a/b/c", "."]));
                *[&mut call.settings.log_path, &mut call.settings.system_path, &mut call.settings.temp_path]
                    [random.below(3)] = path;
            }
            _ => story_of_map(call, random),
        }
        let story = format!("called with {:?} {:?} {:?}", call.range, call.map, call.settings);
        self.tell(story);
    }

    /// Files where the restore works.
    fn litter(&mut self, set: &Set, random: &mut Random) {
        let settings = &self.call.settings;
        let generation = random.below(8) as i32 + set.call.range.0 - 1;
        let names = [
            settings.system_path.join("edb.chk"),
            settings.system_path.join("edb.jcp"),
            settings.log_path.join("edb.log"),
            settings.log_path.join("edbtmp.log"),
            settings.log_path.join(format!("edb{generation:08X}.log")),
            settings.log_path.join(format!("edb{generation:05X}.log")),
            self.call.backup_logs.join(format!("edb{generation:08X}.log")),
            self.call.backup_logs.join("edb.log"),
        ];
        let to = random.pick(&names).clone();
        if self.files.contains_key(&to) && set.logs.contains(&to) {
            return;
        }
        self.tell(format!("something lies at {}", to.display()));
        let log = random.pick(&set.logs);
        let bytes = match (random.below(4), self.files.get(log)) {
            (0, _) => Arc::new(vec![0; SEGMENT * random.below(4)]),
            (1, _) => Arc::new((0..2 * SEGMENT).map(|_| random.next() as u8).collect()),
            (_, Some(log)) => log.clone(),
            (_, None) => return,
        };
        self.files.insert(to, bytes);
    }
}

fn set_page(bent: &Bent) -> usize {
    (bent.call.settings.page_size as usize).max(1)
}

fn story_of_map(call: &mut Call, random: &mut Random) {
    let Some(map) = &mut call.map else { return };
    let Some(first) = map.first().cloned() else { return };
    let entry = |old: Option<&str>, new: Option<&str>| MapEntry {
        old_name: old.map(str::to_owned),
        new_path: new.map(PathBuf::from),
        grbit: 0,
    };
    match random.below(7) {
        0 => map[0].old_name = Some((*random.pick(&["x", "", "c:\\ESE\\LIVE\\DB0.EDB", "\u{0}"])).to_owned()),
        1 => map[0].old_name = None,
        2 => map[0].new_path = [None, Some(""), Some("/"), Some("/nowhere.edb")][random.below(4)].map(PathBuf::from),
        3 => map.push(first),
        4 => map.extend((0..random.below(16)).map(|_| entry(Some("y"), Some("/nowhere.edb")))),
        5 => map.push(entry(Some("y"), Some("/sample-backup/logs/edb00000001.log"))),
        _ => {
            let last = map.len() - 1;
            let (a, b) = (map[0].old_name.clone(), map[last].old_name.clone());
            map[0].old_name = b;
            map[last].old_name = a;
        }
    }
}
