#pragma once

#include <QString>
#include <QStringList>

namespace qd {

/// One stored preference: where it is kept, what holds when nothing valid is stored, and what counts as valid.
template<typename T>
struct SettingKey {
    const char *name;
    T fallback;
    bool (*isValid)(const T &value);
};

/// Every preference that the console stores. Never a secret: those belong to the keychain.
namespace keys {

extern const SettingKey<QString> theme;            ///< "system", "light", "dark", "high-contrast"
extern const SettingKey<QStringList> rangeHistory; ///< time ranges typed before, newest first, at most 20
extern const SettingKey<bool> queryHistory;        ///< whether texts of queries that run are kept
extern const SettingKey<QString> mcpModelUrl;      ///< endpoint that proposes answers to sampling; empty: none
extern const SettingKey<QString> mcpModelName;
extern const SettingKey<bool> mcpModelHasKey;      ///< the keyring has its key

} // namespace keys

} // namespace qd
