#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace qd {

/// A key in clear inside a text.
struct KeyPlace {
    qsizetype from = 0;
    qsizetype size = 0;
    QString name; ///< what it is called there ("Password"), or what it looks like ("github")
    bool operator==(const KeyPlace &) const = default;
};

/// Whether a parameter, member or option of this name holds a key, compared without case and separators: "tavilyApiKey", "Pwd".
[[nodiscard]] bool namesKey(const QString &name);
/// The same for variables and headers, where a single word tells more: "SESSION", "X-Auth".
[[nodiscard]] bool namesKeyOfPair(const QString &name);

/// Keys that are told by how they look (tokens of known services, signed tokens, private keys), by where they stand (the
/// password of an address, what follows "Bearer"), or by the name before them ("?token=X", "Password=X;", "\"apiKey\": \"X\"").
/// In their order, none inside another. References ("${env:X}", "$X") are no keys. Pure, any thread.
[[nodiscard]] QList<KeyPlace> keysInside(const QString &text);

/// The keys of one argument.
struct ArgumentKeys {
    qsizetype index = 0; ///< of the argument
    QList<KeyPlace> places;
    bool operator==(const ArgumentKeys &) const = default;
};
/// The keys of a command's arguments, those whose name is the argument before among them ("--bearer X"). Pure, any thread.
[[nodiscard]] QList<ArgumentKeys> keysOfArguments(const QStringList &arguments);

/// The text with `put(name, key)` in the place of each key.
[[nodiscard]] QString withKeysReplaced(const QString &text, const QList<KeyPlace> &places, const std::function<QString(const QString &name, const QString &key)> &put);

/// Whether a value can be shown although nobody knows what it is: shorter than six characters, a number, a boolean, a path, an
/// address without a key, or one lower-case word.
[[nodiscard]] bool isPlainlyHarmless(const QString &value);

} // namespace qd
