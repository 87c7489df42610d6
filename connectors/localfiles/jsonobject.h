#pragma once

#include "jsonfile.h"

#include <QStringList>

#include <chrono>
#include <functional>

namespace qd {

/// Reads one JSON object key by key. Every reader remembers its key, so that refuseUnknown() can tell the rest; a wrong
/// type is noted in the context with its path. Keys that are not there give nothing and are no error unless required.
class JsonObject
{
public:
    JsonObject(const nlohmann::json &value, const QString &path, JsonContext &context);

    [[nodiscard]] bool has(const QString &key) const;
    /// At most 2000 characters.
    std::optional<QString> text(const QString &key);
    std::optional<double> number(const QString &key);
    std::optional<qint64> integer(const QString &key);
    /// "5m", "1h", "3d": whole minutes, more than 0.
    std::optional<std::chrono::minutes> minutes(const QString &key);
    /// A list of texts, at least one, at most 50.
    std::optional<QStringList> texts(const QString &key);
    /// Calls `each` with every member of the array; at most `most`.
    void array(const QString &key, size_t most, const std::function<void(const nlohmann::json &, const QString &)> &each);
    /// Calls `each` with every key and text of the object; at most 500.
    void map(const QString &key, const std::function<void(const QString &, const nlohmann::json &, const QString &)> &each);
    /// The member, for JsonObjects inside; nullptr when it is not there.
    const nlohmann::json *member(const QString &key);

    bool require(const QString &key);
    /// Notes a complaint about this key. Always false.
    bool fail(const QString &key, const QString &what);
    void refuseUnknown();

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] QString pathOf(const QString &key) const { return m_path % u'.' % key; }

private:
    const nlohmann::json *m_value;
    QString m_path;
    JsonContext &m_context;
    QStringList m_known;
};

/// What a JSON value is, for messages: "a number", "an object". Never the value itself, which may be secret.
QString jsonTypeName(const nlohmann::json &value);

} // namespace qd
