#include "jsonfile.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace qd {

namespace {

using nlohmann::json;

constexpr qsizetype maxJsonBytes = 1024 * 1024;
constexpr size_t maxJsonDepth = 32;

TextPosition positionAt(const QByteArray &bytes, size_t offset)
{
    const qsizetype end = std::min(static_cast<qsizetype>(offset), bytes.size());
    const QByteArray before = bytes.left(end);
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    return {.line = static_cast<int>(before.count('\n')) + 1,
            .column = static_cast<int>(QString::fromUtf8(before.mid(lineStart)).size()) + 1,
            .offset = QString::fromUtf8(before).size()};
}

/// The reason out of the parser's message, without its codes and position, nor the text it read last: that may be a secret.
QString syntaxReason(const char *what)
{
    const QString text = QString::fromUtf8(what).section(QLatin1String("; last read"), 0, 0);
    const qsizetype column = text.indexOf(QLatin1String("column "));
    const qsizetype colon = text.indexOf(QLatin1String(": "), std::max<qsizetype>(0, column));
    return (colon < 0 ? text : text.mid(colon + 2)).left(300);
}

/// First pass: looks for what the second must not meet, without building anything.
class JsonChecker final : public nlohmann::json_sax<json>
{
public:
    JsonChecker(const QByteArray &bytes, JsonContext &context) : m_bytes(bytes), m_context(context) {}

    bool null() override { return value(); }
    bool boolean(bool) override { return value(); }
    bool number_integer(number_integer_t) override { return value(); }
    bool number_unsigned(number_unsigned_t) override { return value(); }
    bool number_float(number_float_t, const string_t &) override { return value(); }
    bool string(string_t &) override { return value(); }
    bool binary(binary_t &) override { return value(); }
    bool start_object(std::size_t) override { return open(false); }
    bool start_array(std::size_t) override { return open(true); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t &name) override
    {
        Level &level = m_levels.back();
        level.key = QString::fromStdString(name);
        if (!level.keys.insert(name).second)
            return m_context.fail(path(), QStringLiteral("the key stands twice in one object"));
        return true;
    }
    bool parse_error(std::size_t position, const std::string &, const nlohmann::detail::exception &problem) override
    {
        // The parser counts the characters it has read, the offending one included.
        const TextPosition at = positionAt(m_bytes, position > 0 ? position - 1 : 0);
        const QString reason = syntaxReason(problem.what());
        m_context.error = Error{.kind = ErrorKind::Decode,
                                .message = QStringLiteral("%1, line %2, column %3: %4.")
                                               .arg(m_context.file).arg(at.line).arg(at.column).arg(reason),
                                .detail = path(),
                                .position = at};
        return false;
    }

private:
    struct Level {
        bool isArray = false;
        size_t index = 0;
        QString key;
        std::set<std::string> keys;
    };
    bool value()
    {
        if (!m_levels.empty() && m_levels.back().isArray)
            ++m_levels.back().index;
        return true;
    }
    bool open(bool isArray)
    {
        if (m_levels.size() >= maxJsonDepth)
            return m_context.fail(path(), QStringLiteral("nested deeper than %1 levels").arg(maxJsonDepth));
        m_levels.push_back({.isArray = isArray});
        return true;
    }
    bool close()
    {
        m_levels.pop_back();
        return value();
    }
    [[nodiscard]] QString path() const
    {
        QString text = QStringLiteral("$");
        for (const Level &level : m_levels)
            text += level.isArray ? QStringLiteral("[%1]").arg(level.index) : QStringLiteral(".") % level.key.left(60);
        return text.left(400);
    }

    const QByteArray &m_bytes;
    JsonContext &m_context;
    std::vector<Level> m_levels;
};

} // namespace

bool JsonContext::fail(const QString &path, const QString &what)
{
    if (!error)
        error = Error{.kind = ErrorKind::Decode, .message = QStringLiteral("%1, at %2: %3.").arg(file, path, what), .detail = path};
    return false;
}

nlohmann::json parseJsonFile(const QByteArray &bytes, JsonContext &context)
{
    if (bytes.size() > maxJsonBytes) {
        context.fail(QStringLiteral("$"), QStringLiteral("larger than 1 MiB"));
        return json(json::value_t::discarded);
    }
    JsonChecker checker(bytes, context);
    if (!json::sax_parse(bytes.cbegin(), bytes.cend(), &checker))
        return json(json::value_t::discarded);
    return json::parse(bytes.cbegin(), bytes.cend(), nullptr, false);
}

} // namespace qd
