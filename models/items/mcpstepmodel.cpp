#include "mcpstepmodel.h"

#include "format.h"
#include "mcp/jsontext.h"

#include <algorithm>

namespace qd {

namespace {

using collection::CheckOutcome;
using collection::StepResult;

QString outcomeWord(const McpStepRow &row)
{
    if (!row.result)
        return McpStepModel::tr("not run");
    switch (row.result->outcome) {
    case StepResult::Outcome::Passed: return McpStepModel::tr("passed");
    case StepResult::Outcome::Failed: return McpStepModel::tr("failed");
    case StepResult::Outcome::Skipped: break;
    }
    return McpStepModel::tr("skipped");
}

QString stepName(const McpStepRow &row)
{
    const QString name = row.name.isEmpty() ? McpStepModel::tr("step %1").arg(row.step + 1) : row.name;
    return row.result && row.result->row ? McpStepModel::tr("%1, row %2").arg(name).arg(*row.result->row + 1) : name;
}

QVariant stepAlignment(int column)
{
    return column == static_cast<int>(McpStepModel::Column::Elapsed) ? QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
}

/// What tells two runs of one step apart.
auto factsOf(const McpStepRow &row)
{
    const StepResult result = row.result.value_or(StepResult{});
    return std::tuple(row.step, row.what, row.name, row.result.has_value(), result.outcome, result.reason, result.elapsed, result.row, result.response);
}

} // namespace

bool McpStepRow::operator==(const McpStepRow &other) const { return factsOf(*this) == factsOf(other); }

void McpStepModel::setCollection(const collection::Collection &collection)
{
    QList<McpStepRow> next;
    for (qsizetype i = 0; i < collection.steps.size(); ++i)
        next.append({.step = i, .what = collection::stepText(collection.steps.at(i)), .name = collection.steps.at(i).name, .result = {}});
    setRows(next);
}

/// The row that waits for it, or a further one behind the last of its step.
void McpStepModel::add(const StepResult &result)
{
    QList<McpStepRow> next = rows();
    const McpStepRow row{.step = result.step, .what = result.what, .name = result.name, .result = result};
    const auto after = std::ranges::find_if(next, [&result](const McpStepRow &other) { return other.step > result.step; });
    const auto last = after == next.begin() ? after : after - 1;
    if (after != next.begin() && last->step == result.step && !last->result)
        *last = row;
    else
        next.insert(after, row);
    setRows(next);
}

QVariant McpStepModel::data(const QModelIndex &index, int role) const
{
    const McpStepRow *row = this->row(index);
    if (!row)
        return {};
    if (role == OutcomeRole)
        return row->result ? static_cast<int>(row->result->outcome) : -1;
    const QString reason = row->result ? stepReason(*row->result) : QString();
    if (role == Qt::AccessibleTextRole && index.column() == 0)
        return QStringList{outcomeWord(*row), stepName(*row), row->what, reason}.join(QStringLiteral(", ")).left(400);
    if (role == Qt::TextAlignmentRole)
        return stepAlignment(index.column());
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(index.column())) {
    case Column::Outcome: return outcomeWord(*row);
    case Column::Step: return stepName(*row).left(200);
    case Column::What: return row->what.left(200);
    case Column::Elapsed: return row->result ? format::duration(row->result->elapsed) : QString();
    case Column::Why: return reason.left(400);
    case Column::Count: break;
    }
    return {};
}

QVariant McpStepModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return stepAlignment(section);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Outcome: return tr("Outcome");
    case Column::Step: return tr("Step");
    case Column::What: return tr("Does");
    case Column::Elapsed: return tr("Took");
    case Column::Why: return tr("Why");
    case Column::Count: break;
    }
    return {};
}

/// What a tool says of a failure that was expected is no reason.
QString stepReason(const StepResult &result)
{
    if (result.outcome == StepResult::Outcome::Passed)
        return result.notes.join(QStringLiteral("; "));
    if (!result.reason.isEmpty())
        return result.reason;
    for (const CheckOutcome &check : result.checks)
        if (!check.isMet)
            return McpStepModel::tr("%1, but it is %2").arg(check.what, check.actual);
    return {};
}

QString stepStory(const McpStepRow &row)
{
    if (!row.result)
        return McpStepModel::tr("%1\nIt did not run yet.").arg(row.what);
    const StepResult &result = *row.result;
    QStringList lines{QStringLiteral("%1: %2").arg(stepName(row), outcomeWord(row)), row.what};
    if (!result.reason.isEmpty())
        lines << result.reason;
    for (const QString &note : result.notes)
        lines << McpStepModel::tr("Note: %1").arg(note);
    for (const CheckOutcome &check : result.checks)
        lines << (check.isMet ? QStringLiteral("✓ %1").arg(check.what) : McpStepModel::tr("✕ %1\n    there was: %2").arg(check.what, check.actual));
    if (!result.request.isEmpty())
        lines << QString() << McpStepModel::tr("Sent:") << indentedJson(result.request);
    if (!result.response.isEmpty())
        lines << QString() << McpStepModel::tr("Answered:") << indentedJson(result.response);
    return lines.join(u'\n');
}

} // namespace qd
