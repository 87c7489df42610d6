#include "trace/tracefilter.h"

#include <array>
#include <cmath>
#include <optional>

namespace qd {

namespace {

constexpr qsizetype maxFilterLength = 2000;
constexpr qsizetype maxFilterTerms = 30;

struct FilterKey { QLatin1String name; TraceTerm::Field field; };

constexpr std::array<FilterKey, 5> namedKeys{{{QLatin1String("tool"), TraceTerm::Field::Tool},
                                              {QLatin1String("tenant"), TraceTerm::Field::Tenant},
                                              {QLatin1String("model"), TraceTerm::Field::Model},
                                              {QLatin1String("prompt"), TraceTerm::Field::Prompt},
                                              {QLatin1String("agent"), TraceTerm::Field::Agent}}};
constexpr std::array<FilterKey, 3> numberKeys{{{QLatin1String("dur"), TraceTerm::Field::Duration},
                                               {QLatin1String("cost"), TraceTerm::Field::Cost},
                                               {QLatin1String("tokens"), TraceTerm::Field::Tokens}}};

template<size_t size>
std::optional<TraceTerm::Field> keyField(const std::array<FilterKey, size> &keys, const QString &name)
{
    for (const FilterKey &key : keys)
        if (name.compare(key.name, Qt::CaseInsensitive) == 0)
            return key.field;
    return std::nullopt;
}

Error filterError(qsizetype at, const QString &message)
{
    return {.kind = ErrorKind::Invalid, .message = message, .position = TextPosition{1, static_cast<int>(at) + 1, at}};
}

/// Reads the terms from left to right; stops at the first that is not understood.
class FilterReader
{
public:
    explicit FilterReader(const QString &text) : m_text(text) {}

    Result<TraceFilter> read()
    {
        TraceFilter filter;
        if (m_text.size() > maxFilterLength)
            return filterError(maxFilterLength, QStringLiteral("The filter is too long"));
        for (skipSpace(); !atEnd(); skipSpace()) {
            if (filter.terms.size() == maxFilterTerms)
                return filterError(m_at, QStringLiteral("The filter has too many terms"));
            auto term = readTerm();
            if (!term)
                return term.error();
            filter.terms.append(*term);
        }
        return filter;
    }

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    void skipSpace()
    {
        while (!atEnd() && m_text[m_at].isSpace())
            ++m_at;
    }
    Result<TraceTerm> readTerm();
    Result<TraceTerm> readComparison(TraceTerm term);
    /// A word up to a space or one of `stops`, or a quoted text.
    Result<QString> readText(QStringView stops);

    const QString &m_text;
    qsizetype m_at = 0;
};

Result<QString> FilterReader::readText(QStringView stops)
{
    const qsizetype from = m_at;
    if (atEnd() || m_text[m_at] != u'"') {
        while (!atEnd() && !m_text[m_at].isSpace() && !stops.contains(m_text[m_at]))
            ++m_at;
        return m_text.mid(from, m_at - from);
    }
    QString out;
    for (++m_at; !atEnd() && m_text[m_at] != u'"'; ++m_at) {
        if (m_text[m_at] == u'\\' && m_at + 1 < m_text.size())
            ++m_at;
        out += m_text[m_at];
    }
    if (atEnd())
        return filterError(from, QStringLiteral("The quotation mark is not closed"));
    ++m_at;
    return out;
}

Result<TraceTerm> FilterReader::readTerm()
{
    TraceTerm term;
    if (m_text[m_at] == u'-') {
        term.isNegated = true;
        ++m_at;
    }
    const qsizetype from = m_at;
    const bool isQuoted = !atEnd() && m_text[m_at] == u'"';
    const auto word = readText(u":<>=");
    if (!word)
        return word.error();
    const QChar next = atEnd() || isQuoted ? QChar(u' ') : m_text[m_at];
    if (next == u'<' || next == u'>' || next == u'=') {
        const auto field = keyField(numberKeys, *word);
        if (!field)
            return filterError(from, QStringLiteral("Only dur, cost and tokens can be compared"));
        term.field = *field;
        return readComparison(term);
    }
    if (next == u':') {
        const auto field = keyField(namedKeys, *word);
        if (!field)
            return filterError(from, QStringLiteral("There is no filter “%1:”; known are tool, tenant, model, prompt and agent").arg(*word));
        term.field = *field;
        ++m_at;
        const auto value = readText({});
        if (!value)
            return value.error();
        term.text = *value;
    } else if (!isQuoted && word->compare(QLatin1String("err"), Qt::CaseInsensitive) == 0) {
        term.field = TraceTerm::Field::Error;
        return term;
    } else {
        term.text = *word;
    }
    if (term.text.isEmpty())
        return filterError(m_at, QStringLiteral("Something to look for is missing here"));
    return term;
}

TraceTerm::Compare comparison(QStringView sign)
{
    if (sign == u">=")
        return TraceTerm::Compare::GreaterOrEqual;
    if (sign == u"<=")
        return TraceTerm::Compare::LessOrEqual;
    if (sign == u"=")
        return TraceTerm::Compare::Equal;
    return sign == u"<" ? TraceTerm::Compare::Less : TraceTerm::Compare::Greater;
}

/// Milliseconds of "2s", "500ms", "1.5m", "1h"; nothing for anything else.
std::optional<double> filterDuration(const QString &text)
{
    struct Unit { QLatin1String name; double ms; };
    static constexpr std::array<Unit, 4> units{{{QLatin1String("ms"), 1}, {QLatin1String("s"), 1000}, {QLatin1String("m"), 60'000}, {QLatin1String("h"), 3'600'000}}};
    for (const Unit &unit : units) {
        if (!text.endsWith(unit.name))
            continue;
        bool isNumber = false;
        const double value = text.chopped(unit.name.size()).toDouble(&isNumber);
        return isNumber ? std::optional(value * unit.ms) : std::nullopt;
    }
    return std::nullopt;
}

Result<TraceTerm> FilterReader::readComparison(TraceTerm term)
{
    const qsizetype sign = m_at;
    while (!atEnd() && QStringView(u"<>=").contains(m_text[m_at]) && m_at - sign < 2)
        ++m_at;
    term.compare = comparison(QStringView(m_text).mid(sign, m_at - sign));
    const qsizetype at = m_at;
    const auto text = readText({});
    if (!text)
        return text.error();
    const bool isDuration = term.field == TraceTerm::Field::Duration;
    bool isNumber = false;
    const double plain = text->startsWith(u'$') ? text->mid(1).toDouble(&isNumber) : text->toDouble(&isNumber);
    const auto value = isDuration ? filterDuration(*text) : isNumber ? std::optional(plain) : std::nullopt;
    if (!value || !std::isfinite(*value) || *value < 0)
        return filterError(at, isDuration ? QStringLiteral("A duration is expected here: 2s, 500ms, 1m") : QStringLiteral("A number is expected here: 0.05"));
    term.number = *value;
    return term;
}

} // namespace

Result<TraceFilter> TraceFilter::parse(const QString &text) { return FilterReader(text).read(); }

} // namespace qd
