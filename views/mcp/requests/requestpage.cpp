#include "mcp/requests/requestpage.h"

#include "mcp/benchhint.h"
#include "mcp/mcpcelldelegate.h"
#include "mcp/requests/formrequestpane.h"
#include "mcp/requests/samplingpane.h"
#include "mcp/requests/visitpane.h"
#include "mcprequestmodel.h"
#include "widgets/plaintable.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include <array>

namespace qd {

namespace {

constexpr std::array requestWidths{100, 118, 100, 72};

std::optional<CellMark> requestMark(const QModelIndex &index)
{
    if (index.column() != static_cast<int>(McpRequestModel::Column::State))
        return std::nullopt;
    switch (static_cast<McpPendingRequest::Status>(index.data(McpRequestModel::StatusRole).toInt())) {
    case McpPendingRequest::Status::Waiting: return CellMark{Glyph::Bang, StatusTone::Warn};
    case McpPendingRequest::Status::Answered: return CellMark{Glyph::Tick, StatusTone::Ok};
    case McpPendingRequest::Status::Declined: return CellMark{Glyph::Cross, StatusTone::Unknown};
    case McpPendingRequest::Status::Dismissed:
    case McpPendingRequest::Status::Withdrawn: break;
    }
    return CellMark{Glyph::FlatLine, StatusTone::Unknown};
}

} // namespace

RequestPage::RequestPage(QAbstractItemModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_model(model), m_stack(new QStackedWidget(this)), m_hint(new BenchHint(theme, QStringLiteral("mcpRequestHint"), this))
{
    m_hint->setHint(QStringLiteral("message-2"), tr("No server has asked for anything"),
                    tr("When a server wants a form filled in, a page visited, a model's answer or your folders, it waits here for your word."));
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(space::s);
    splitter->addWidget(makeTable(model, theme));
    splitter->addWidget(makeDetail(theme));
    splitter->setSizes({520, 520});
    m_stack->addWidget(splitter);
    m_stack->addWidget(m_hint);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_stack);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] { emit requestChosen(current()); });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&model, signal, this, &RequestPage::refreshEmpty);
    refreshEmpty();
    setRequest(nullptr, {});
}

QTableView *RequestPage::makeTable(QAbstractItemModel &model, const Theme &theme)
{
    m_table = makePlainTable(this, QStringLiteral("mcpRequests"), tr("What servers have asked, oldest first"));
    m_table->setModel(&model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegate(new McpCellDelegate(theme, requestMark, m_table));
    for (size_t column = 0; column < requestWidths.size(); ++column)
        m_table->setColumnWidth(static_cast<int>(column), requestWidths[column]);
    return m_table;
}

QWidget *RequestPage::makeDetail(const Theme &theme)
{
    auto *frame = new QFrame(this);
    frame->setProperty("qdRole", QStringLiteral("panel"));
    m_detail = new QStackedWidget(frame);
    m_none = new BenchHint(theme, QStringLiteral("mcpRequestNone"), m_detail);
    m_none->setHint(QStringLiteral("message-2"), tr("Choose a question"), {});
    m_form = new FormRequestPane(theme, m_detail);
    m_visit = new VisitPane(theme, m_detail);
    m_sampling = new SamplingPane(theme, m_detail);
    for (QWidget *page : {static_cast<QWidget *>(m_none), static_cast<QWidget *>(m_form), static_cast<QWidget *>(m_visit), static_cast<QWidget *>(m_sampling)})
        m_detail->addWidget(page);
    auto *line = new QHBoxLayout(frame);
    line->setContentsMargins(space::m, space::s, space::m, space::m);
    line->addWidget(m_detail);
    connect(m_form, &FormRequestPane::acceptRequested, this, [this] { emit acceptRequested(current()); });
    connect(m_visit, &VisitPane::visitRequested, this, [this] { emit visitRequested(current()); });
    connect(m_visit, &VisitPane::visitedRequested, this, [this] { emit visitedRequested(current()); });
    connect(m_sampling, &SamplingPane::answered, this, [this](const QString &model, const QString &text) { emit samplingAnswered(current(), model, text); });
    connect(m_sampling, &SamplingPane::proposalRequested, this, [this] { emit proposalRequested(current()); });
    for (RequestPane *pane : {static_cast<RequestPane *>(m_form), static_cast<RequestPane *>(m_visit), static_cast<RequestPane *>(m_sampling)}) {
        connect(pane, &RequestPane::declineRequested, this, [this] { emit declineRequested(current()); });
        connect(pane, &RequestPane::dismissRequested, this, [this] { emit dismissRequested(current()); });
    }
    return frame;
}

void RequestPage::refreshEmpty() { m_stack->setCurrentIndex(m_model.rowCount() > 0 ? 0 : 1); }

quint64 RequestPage::current() const { return m_table->currentIndex().data(McpRequestModel::IdRole).toULongLong(); }

void RequestPage::choose(quint64 id)
{
    for (int row = 0; row < m_model.rowCount(); ++row)
        if (m_model.index(row, 0).data(McpRequestModel::IdRole).toULongLong() == id)
            m_table->setCurrentIndex(m_model.index(row, 0));
}

void RequestPage::setRequest(const McpPendingRequest *request, const ToolForm &form)
{
    if (!request)
        return m_detail->setCurrentWidget(m_none);
    switch (request->kind) {
    case McpPendingRequest::Kind::Form:
        m_form->setForm(*request, form);
        return m_detail->setCurrentWidget(m_form);
    case McpPendingRequest::Kind::Url:
        m_visit->setRequest(*request);
        return m_detail->setCurrentWidget(m_visit);
    case McpPendingRequest::Kind::Sampling:
        m_sampling->setRequest(*request);
        return m_detail->setCurrentWidget(m_sampling);
    case McpPendingRequest::Kind::Roots: break;
    }
    m_none->setHint(QStringLiteral("server"), tr("%1 was told which folders it may know of").arg(request->server.value),
                    request->answer.isEmpty() ? tr("None.") : request->answer);
    m_detail->setCurrentWidget(m_none);
}

ToolValues RequestPage::values() const { return m_form->values(); }

void RequestPage::setProblems(const QList<ToolProblem> &problems) { m_form->setProblems(problems); }

void RequestPage::setModelName(const QString &name) { m_sampling->setModelName(name); }

void RequestPage::setProposal(quint64 id, const McpSamplingAnswer &answer)
{
    if (id == current())
        m_sampling->setProposal(answer);
}

} // namespace qd
