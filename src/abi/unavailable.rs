//! Functions that have no implementation here. They link, and return JET_errFeatureNotAvailable.

pub mod backup;
pub mod databases;
pub mod indexes;
pub mod process;
pub mod records;
pub mod sessions;
pub mod snapshots;
pub mod tables;

/// Exports functions that return JET_errFeatureNotAvailable. The lines are read by the generator of the header too.
macro_rules! unavailable {
    ($(fn $name:ident($($argument:ident: $type:ty),* $(,)?) -> JET_ERR;)*) => {$(
        /// Not available: returns JET_errFeatureNotAvailable.
        #[unsafe(no_mangle)]
        pub extern "system" fn $name($($argument: $type),*) -> JET_ERR {
            $(let _ = $argument;)*
            $crate::abi::guard::guard(stringify!($name), || {
                $crate::fail!(FeatureNotAvailable, "{} is not implemented in this library", stringify!($name))
            })
        }
    )*};
}

use unavailable;
