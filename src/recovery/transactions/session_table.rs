//! Sessions by their numbers. Nearly every record names one, so that finding it has to be quick.

use super::{Procid, Session};

/// The sessions that any record has named. Going through them follows their numbers, which is also the order in which
/// open transactions are rolled back.
#[derive(Debug, Default)]
pub(super) struct SessionTable {
    /// By number, as far as the highest one; 64 Ki entries at most.
    places: Vec<Option<Box<Session>>>,
}

impl SessionTable {
    #[inline]
    pub fn get(&self, procid: Procid) -> Option<&Session> {
        self.places.get(usize::from(procid))?.as_deref()
    }

    /// The session; a new one if there was none.
    #[inline]
    pub fn get_mut(&mut self, procid: Procid) -> &mut Session {
        let at = usize::from(procid);
        if at >= self.places.len() {
            self.places.resize_with(at + 1, || None);
        }
        self.places[at].get_or_insert_default()
    }

    pub fn iter(&self) -> impl Iterator<Item = (Procid, &Session)> {
        (0..=Procid::MAX).zip(&self.places).filter_map(|(procid, place)| Some((procid, place.as_deref()?)))
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Procid, &mut Session)> {
        (0..=Procid::MAX).zip(&mut self.places).filter_map(|(procid, place)| Some((procid, place.as_deref_mut()?)))
    }

    pub fn values(&self) -> impl Iterator<Item = &Session> {
        self.iter().map(|(_, session)| session)
    }

    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Session> {
        self.iter_mut().map(|(_, session)| session)
    }
}
