#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "query/savedquery.h"
#include "queryfiles/queryfiles.h"

namespace qd {

/// `query library save|rename|delete|restore`: the queries that the user saved. What comes with the product stays.
class QueryFileCommand final : public Command
{
    Q_OBJECT

public:
    enum class Verb { Save, Rename, Delete, Restore };
    /// What is asked for: `name` is the saved query's, `to` its new name or, for Restore, the name it had.
    struct Order {
        Verb verb = Verb::Save;
        QString name;
        QString to;
        QString text;
    };

    /// References are borrowed.
    QueryFileCommand(const CliOptions &options, const CliStreams &streams, Order order);
    void start() override;

private:
    [[nodiscard]] Result<QString> act();
    [[nodiscard]] Result<QString> save();
    [[nodiscard]] Result<QString> rename();
    [[nodiscard]] Result<QString> remove();
    [[nodiscard]] Result<QString> restore();

    const CliOptions &m_options;
    const CliStreams &m_streams;
    const Order m_order;
    QueryFiles m_files;
};

} // namespace qd
