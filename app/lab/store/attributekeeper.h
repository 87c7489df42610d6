#pragma once

#include "kql/schema.h"
#include "result.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <thread>

namespace qd::lab {

/// Decides which attributes get columns of their own: those that queries read again and again. Counts uses and has the
/// columns made one after another on a thread of its own, so that no query waits for it. Any thread.
class AttributeKeeper
{
public:
    static constexpr int enoughUses = 8;
    static constexpr qsizetype mostColumns = 16; ///< of one table

    using MakeColumn = std::function<Result<void>(const StoredAttribute &)>;
    /// `make` runs on the keeper's thread; what it makes may be queried when it has returned.
    explicit AttributeKeeper(MakeColumn make) : m_make(std::move(make)) {}
    ~AttributeKeeper();
    AttributeKeeper(const AttributeKeeper &) = delete;
    AttributeKeeper &operator=(const AttributeKeeper &) = delete;

    /// One query's attributes, each once.
    void note(std::span<const StoredAttribute> used);
    /// A column that is there already.
    void adopt(const StoredAttribute &attribute);
    [[nodiscard]] std::shared_ptr<const AttributeColumns> columns() const;

private:
    void enqueue(const StoredAttribute &attribute);
    void work();

    const MakeColumn m_make;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::map<StoredAttribute, int> m_uses; ///< of those without a column; negative: not to be tried again
    std::shared_ptr<const AttributeColumns> m_columns = std::make_shared<AttributeColumns>();
    std::deque<StoredAttribute> m_due;
    bool m_stopping = false;
    std::thread m_thread; ///< begins with the first column that is due
};

/// The statements that add the column and fill it from the rows that are there, for one transaction.
std::string attributeStatements(const StoredAttribute &attribute);

} // namespace qd::lab
