#include "store/attributekeeper.h"

#include "kql/boundexpr.h"
#include "kql/sqltext.h"

#include <algorithm>
#include <utility>

namespace qd::lab {

namespace {

constexpr size_t mostCounted = 4096; ///< keys come from people's queries
constexpr qsizetype longestKey = 128;
constexpr int refused = -1;

} // namespace

AttributeKeeper::~AttributeKeeper()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void AttributeKeeper::note(std::span<const StoredAttribute> used)
{
    const std::lock_guard lock(m_mutex);
    for (const StoredAttribute &attribute : used) {
        const bool isKnown = m_uses.contains(attribute);
        if (m_columns->keys.value(attribute.table).contains(attribute.key) || attribute.key.size() > longestKey
            || (!isKnown && m_uses.size() >= mostCounted))
            continue;
        int &uses = m_uses[attribute];
        if (uses != refused && ++uses == enoughUses)
            enqueue(attribute);
    }
}

void AttributeKeeper::enqueue(const StoredAttribute &attribute)
{
    const auto waiting = std::ranges::count(m_due, attribute.table, &StoredAttribute::table);
    if (m_columns->keys.value(attribute.table).size() + waiting >= mostColumns)
        return;
    m_due.push_back(attribute);
    if (!m_thread.joinable())
        m_thread = std::thread([this] { work(); });
    m_wake.notify_all();
}

void AttributeKeeper::adopt(const StoredAttribute &attribute)
{
    const std::lock_guard lock(m_mutex);
    if (m_columns->keys.value(attribute.table).contains(attribute.key))
        return;
    auto columns = std::make_shared<AttributeColumns>(*m_columns);
    columns->keys[attribute.table] += attribute.key;
    m_columns = std::move(columns);
    m_uses.erase(attribute);
}

std::shared_ptr<const AttributeColumns> AttributeKeeper::columns() const
{
    const std::lock_guard lock(m_mutex);
    return m_columns;
}

void AttributeKeeper::work()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_stopping || !m_due.empty(); });
        if (m_stopping)
            return;
        const StoredAttribute attribute = m_due.front();
        lock.unlock();
        const Result<void> made = m_make(attribute);
        if (made)
            adopt(attribute);
        lock.lock();
        m_due.pop_front();
        if (!made) // busy: its uses are counted again
            m_uses[attribute] = made.error().kind == ErrorKind::Conflict ? 0 : refused;
    }
}

std::string attributeStatements(const StoredAttribute &attribute)
{
    const QString alter = u"ALTER TABLE " % sqlName(attribute.table) % u' ';
    const QString column = sqlName(attributeColumn(attribute.key));
    const QString text = u"json_extract_string(\"customDimensions\", " % sqlText(memberPath(attribute.key)) % u')';
    const QString sql = alter % u"ADD COLUMN " % column % u" VARCHAR; " % alter % u"ALTER COLUMN " % column
        % u" TYPE VARCHAR USING " % text;
    return sql.toStdString();
}

} // namespace qd::lab
