#include "audit/auditview.h"

#include "audit/auditdetail.h"
#include "audit/audittext.h"
#include "widgets/emptystate.h"
#include "widgets/errorbanner.h"
#include "widgets/glyphdelegate.h"
#include "widgets/labels.h"
#include "widgets/plaintable.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int auditDetailWidth = 460;
constexpr int auditStatusWidth = 110; // a mark and a word

std::optional<CellMark> statusMark(const QModelIndex &index)
{
    const QString status = index.data().toString();
    if (index.column() != static_cast<int>(AuditTableModel::Column::Status) || status.isEmpty())
        return std::nullopt;
    if (status == QLatin1StringView("succeeded"))
        return CellMark{Glyph::Tick, StatusTone::Ok};
    if (status == QLatin1StringView("unknown"))
        return CellMark{Glyph::DashedRing, StatusTone::Unknown};
    return status == QLatin1StringView("cancelled") ? CellMark{Glyph::Dot, StatusTone::Info} : CellMark{Glyph::Cross, StatusTone::Crit};
}

QTableView *auditTable(QAbstractItemModel &model, const Theme &theme, QWidget *parent)
{
    QTableView *table = makePlainTable(parent, QStringLiteral("auditTable"), AuditView::tr("Records, newest first"));
    table->setModel(&model);
    table->setItemDelegate(new GlyphDelegate(theme, statusMark, table));
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setStretchLastSection(false);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    return table;
}

} // namespace

AuditView::AuditView(const AuditStore &store, AuditTableModel &model, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_model(model)
    , m_filter(new QLineEdit(this))
    , m_table(auditTable(m_filtered, theme, this))
    , m_detail(new AuditDetail(theme, this))
    , m_verify(new QPushButton(tr("Verify the chain"), this))
    , m_verdict(makeLabel(this, QStringLiteral("auditVerdict"), "secondary"))
    , m_empty(new EmptyState(theme, this))
    , m_error(new ErrorBanner(theme, this))
    , m_content(new QWidget(this))
{
    setObjectName(QStringLiteral("auditView"));
    m_filtered.setSourceModel(&model);
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(static_cast<int>(AuditTableModel::Column::What), QHeaderView::Stretch);
    header->setSectionResizeMode(static_cast<int>(AuditTableModel::Column::Status), QHeaderView::Fixed);
    header->resizeSection(static_cast<int>(AuditTableModel::Column::Status), auditStatusWidth);
    m_filtered.setFilterRole(AuditTableModel::FilterRole);
    m_filtered.setFilterCaseSensitivity(Qt::CaseInsensitive);
    build();
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filtered.setFilterFixedString(text.trimmed());
        refresh();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AuditView::showSelected);
    connect(m_verify, &QPushButton::clicked, this, &AuditView::verifyRequested);
    connect(m_error, &ErrorBanner::retryRequested, this, &AuditView::refreshRequested);
    connect(m_empty, &EmptyState::actionRequested, this, [this] {
        m_filter->clear();
        emit refreshRequested();
    });
    connect(&store, &AuditStore::stateChanged, this, &AuditView::refresh);
    refresh();
}

AuditView::~AuditView() = default;

void AuditView::build()
{
    QLabel *title = makeLabel(this, QStringLiteral("auditViewTitle"), "viewTitle");
    title->setText(tr("Audit"));
    m_filter->setObjectName(QStringLiteral("auditFilter"));
    m_filter->setAccessibleName(tr("Filter the records"));
    m_filter->setPlaceholderText(tr("Filter: action, who, result, any word"));
    m_filter->setClearButtonEnabled(true);
    m_verify->setObjectName(QStringLiteral("auditVerify"));
    m_verify->setAccessibleName(tr("Verify the chain"));
    m_verdict->setWordWrap(true);
    m_detail->setFixedWidth(auditDetailWidth);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::m);
    head->addWidget(title);
    head->addWidget(m_filter, 1);
    head->addWidget(m_verify);
    auto *content = new QHBoxLayout(m_content);
    content->setContentsMargins({});
    content->setSpacing(space::m);
    content->addWidget(m_table, 1);
    content->addWidget(m_detail);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::l, space::m, space::l, space::m);
    column->setSpacing(space::m);
    column->addLayout(head);
    column->addWidget(m_verdict);
    column->addWidget(m_error);
    column->addWidget(m_content, 1);
    column->addWidget(m_empty, 1);
}

void AuditView::refresh()
{
    const bool isEmpty = m_filtered.rowCount() == 0;
    const bool isHidden = isEmpty && m_model.rowCount() > 0;
    m_content->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty && m_store.isLoaded());
    if (isHidden)
        m_empty->setKind(EmptyKind::FilterHidesAll, tr("%n records are hidden.", nullptr, m_model.rowCount()));
    else if (isEmpty)
        m_empty->setKind(EmptyKind::NothingYet, tr("Nothing was changed from this machine yet."));
    setProperty("busy", !m_store.isLoaded() && !m_store.error());
    if (m_store.error())
        m_error->setReport({.what = tr("The audit log could not be read"), .error = *m_store.error()});
    else
        m_error->clear();
    if (!isEmpty && !m_table->currentIndex().isValid())
        m_table->selectRow(0);
    refreshVerdict();
}

void AuditView::refreshVerdict()
{
    m_verify->setEnabled(!m_store.isVerifying());
    m_verify->setToolTip(m_store.isVerifying() ? tr("The check is running") : tr("Reads the whole log and checks every link"));
    const auto &verdict = m_store.verdict();
    if (m_store.isVerifying())
        m_verdict->setText(tr("Checking every record…"));
    else if (verdict)
        m_verdict->setText((verdict->problem == AuditVerdict::Problem::None ? QStringLiteral("✓ ") : QStringLiteral("✕ ")) + auditVerdictText(*verdict));
    m_verdict->setVisible(m_store.isVerifying() || verdict.has_value());
}

void AuditView::showSelected()
{
    const QModelIndex source = m_filtered.mapToSource(m_table->currentIndex());
    if (const AuditRecord *record = m_model.record(source.row()))
        m_detail->setRecord(*record);
}

void AuditView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_table->setFocus(Qt::OtherFocusReason);
    emit refreshRequested();
}

} // namespace qd
