#include "mcp/requests/taskpage.h"

#include "mcp/benchhint.h"
#include "mcp/codepane.h"
#include "mcp/mcpcelldelegate.h"
#include "mcptaskmodel.h"
#include "widgets/plaintable.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <array>

namespace qd {

namespace {

constexpr std::array taskWidths{116, 240, 300, 180};

std::optional<CellMark> taskMark(const QModelIndex &index)
{
    if (index.column() != static_cast<int>(McpTaskModel::Column::State))
        return std::nullopt;
    switch (static_cast<McpTask::Status>(index.data(McpTaskModel::StatusRole).toInt())) {
    case McpTask::Status::Working: return CellMark{Glyph::Arc, StatusTone::Info};
    case McpTask::Status::InputRequired: return CellMark{Glyph::Bang, StatusTone::Warn};
    case McpTask::Status::Completed: return CellMark{Glyph::Tick, StatusTone::Ok};
    case McpTask::Status::Failed: return CellMark{Glyph::Cross, StatusTone::Crit};
    case McpTask::Status::Cancelled: return CellMark{Glyph::FlatLine, StatusTone::Unknown};
    case McpTask::Status::Unknown: break;
    }
    return CellMark{Glyph::DashedRing, StatusTone::Unknown};
}

} // namespace

TaskPage::TaskPage(QAbstractItemModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_model(model), m_stack(new QStackedWidget(this)), m_hint(new BenchHint(theme, QStringLiteral("mcpTaskHint"), this)),
      m_table(makePlainTable(this, QStringLiteral("mcpTasks"), tr("Tasks of the server"))), m_text(new CodePane(theme, QStringLiteral("mcpTaskText"), tr("The task, or its result"), this))
{
    m_table->setModel(&model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegate(new McpCellDelegate(theme, taskMark, m_table));
    for (size_t column = 0; column < taskWidths.size(); ++column)
        m_table->setColumnWidth(static_cast<int>(column), taskWidths[column]);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(space::s);
    splitter->addWidget(m_table);
    splitter->addWidget(m_text);
    m_stack->addWidget(splitter);
    m_stack->addWidget(m_hint);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addWidget(makeBar());
    column->addWidget(m_stack, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        refresh();
        emit taskChosen(current());
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&model, signal, this, &TaskPage::refresh);
    connect(&model, &QAbstractItemModel::dataChanged, this, &TaskPage::refresh);
    refresh();
}

QWidget *TaskPage::makeBar()
{
    auto *bar = new QWidget(this);
    const auto add = [bar](const char *name, const QString &text, const QString &accessible) {
        auto *button = new QPushButton(text, bar);
        button->setObjectName(QLatin1StringView(name));
        button->setAccessibleName(accessible);
        return button;
    };
    QPushButton *again = add("mcpTaskRefresh", tr("Refresh"), tr("Ask the server for its tasks"));
    m_result = add("mcpTaskResult", tr("Result"), tr("Ask for the result of the chosen task"));
    m_cancel = add("mcpTaskCancel", tr("Cancel the task"), tr("Ask the server to cancel the chosen task"));
    auto *line = new QHBoxLayout(bar);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addStretch(1);
    for (QPushButton *button : {again, m_result, m_cancel})
        line->addWidget(button);
    connect(again, &QPushButton::clicked, this, &TaskPage::refreshRequested);
    connect(m_result, &QPushButton::clicked, this, [this] { emit resultRequested(current()); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { emit cancelRequested(current()); });
    return bar;
}

void TaskPage::refresh()
{
    const QModelIndex chosen = m_table->currentIndex();
    const auto status = static_cast<McpTask::Status>(chosen.data(McpTaskModel::StatusRole).toInt());
    m_result->setEnabled(chosen.isValid() && status == McpTask::Status::Completed);
    m_cancel->setEnabled(chosen.isValid() && isTaskOpen(status));
    m_stack->setCurrentIndex(m_model.rowCount() > 0 ? 0 : 1);
    m_hint->setHint(QStringLiteral("clock"), tr("No tasks"), m_notice.isEmpty() ? tr("Tools that work on by themselves appear here while they do.") : m_notice);
}

void TaskPage::setText(const QString &text) { m_text->setCode(text); }

void TaskPage::setNotice(const QString &notice)
{
    m_notice = notice;
    refresh();
}

QString TaskPage::current() const { return m_table->currentIndex().data(McpTaskModel::IdRole).toString(); }

} // namespace qd
