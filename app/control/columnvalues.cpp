#include "columnvalues.h"

#include "kql/assist/scan.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr qsizetype mostWaiting = 5;
constexpr std::chrono::hours valuesRange{24};
constexpr std::chrono::seconds valuesTimeout{10};
constexpr qsizetype longestValue = 200;

QStringList textsOf(const Table &table)
{
    QStringList values;
    for (size_t row = 0; row < table.rowCount(); ++row)
        if (const QString value = table.text(row, u"value"); !value.isEmpty() && value.size() <= longestValue)
            values += value;
    return values;
}

} // namespace

ColumnValues::ColumnValues(QueryService &service, const Clock &clock, QObject *parent) : QObject(parent), m_service(service), m_clock(clock) { }

ColumnValues::~ColumnValues() { m_call.cancel(); }

QString ColumnValues::questionFor(const kql::ValueSource &source)
{
    const QString table = kql::assist::quotedIfNeeded(source.table);
    const QString column = kql::assist::quotedIfNeeded(source.column);
    const QString path = source.key.isEmpty() ? column : QString(column % u'[' % kql::assist::stringLiteral(source.key) % u']');
    const QString rows = source.keys ? QString(table % u"\n| take 1000\n| mv-expand key = bag_keys(" % column % u")\n| extend value = tostring(key)")
                                     : QString(table % u"\n| extend value = tostring(" % path % u')');
    return rows % u"\n| where isnotempty(value)\n| summarize times = count() by value\n| top " % QString::number(mostValues)
        % u" by times desc\n| project value";
}

void ColumnValues::want(const kql::ValueSource &source)
{
    const QString question = questionFor(source);
    const auto asked = m_askedAt.constFind(question);
    if (asked != m_askedAt.cend() && m_clock.now() - *asked < keptFor)
        return;
    m_askedAt.insert(question, m_clock.now());
    m_waiting += source;
    if (m_waiting.size() > mostWaiting)
        m_askedAt.remove(questionFor(m_waiting.takeFirst())); // the editor has moved on
    askNext();
}

void ColumnValues::askNext()
{
    if (m_isAsking || m_waiting.isEmpty())
        return;
    m_isAsking = true;
    const kql::ValueSource source = m_waiting.takeLast();
    const Instant now = m_clock.now();
    m_call = m_service.run({.kql = questionFor(source), .timespan = TimeSpanRange{now - valuesRange, now}, .timeout = valuesTimeout}, this, {},
                           [this, source](const Result<QueryAnswer> &answer) { receive(source, answer); });
}

void ColumnValues::receive(const kql::ValueSource &source, const Result<QueryAnswer> &answer)
{
    m_isAsking = false;
    if (answer) {
        const QStringList values = textsOf(answer->tables.front().toTable());
        if (!source.keys)
            m_seen.insert(source.seenKey(), values);
        else
            for (const QString &key : values)
                m_seen[kql::ValueSource{{}, source.column, key, false}.seenKey()]; // known, its values not yet
        emit changed();
    }
    askNext();
}

} // namespace qd
