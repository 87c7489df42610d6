#include "cost/ratepanel.h"

#include "widgets/labels.h"
#include "widgets/tablelook.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace qd {

RatePanel::RatePanel(const Theme &theme, RateModel &model, QWidget *parent) : QFrame(parent), m_table(new QTableView(this))
{
    setProperty("qdRole", QStringLiteral("panel"));
    dressTable(*m_table, QStringLiteral("costRates"), tr("Prices per million tokens"));
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_table->setModel(&model);
    m_table->horizontalHeader()->setSectionResizeMode(RateModel::Model, QHeaderView::Fixed);
    m_table->setColumnWidth(RateModel::Model, 210);
    m_problem = makeLabel(this, QStringLiteral("costRateProblem"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::s, space::m, space::m);
    layout->setSpacing(space::s);
    layout->addWidget(makeHead());
    layout->addWidget(m_table, 1);
    layout->addWidget(m_problem);
    layout->addWidget(makeNewRow());
    connect(&model, &RateModel::refused, this, [this](const Error &error) { setProblem(error.message); });
    connect(&model, &RateModel::accepted, this, [this] { setProblem({}); });
    connect(&theme, &Theme::changed, m_table, [this] { m_table->viewport()->update(); });
    setFocusProxy(m_table);
}

QPushButton *RatePanel::makeButton(const QString &name, const QString &text, const QString &tip)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAccessibleName(tip);
    button->setToolTip(tip);
    return button;
}

QWidget *RatePanel::makeHead()
{
    auto *head = new QWidget(this);
    m_source = makeLabel(head, QStringLiteral("costRateSource"), "secondary");
    m_remove = makeButton(QStringLiteral("costRateRemove"), tr("Remove"), tr("Remove the chosen price"));
    m_undo = makeButton(QStringLiteral("costRateUndo"), tr("Undo"), tr("Undo the last change of the card"));
    m_revert = makeButton(QStringLiteral("costRateRevert"), tr("Reload"), tr("Read the card from its file again; what was not saved is lost"));
    m_save = makeButton(QStringLiteral("costRateSave"), tr("Save"), tr("Write the card to your own file"));
    m_save->setProperty("qdRole", QStringLiteral("primary"));
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins({});
    row->setSpacing(space::s);
    row->addWidget(m_source, 1);
    for (QPushButton *button : {m_remove, m_undo, m_revert, m_save})
        row->addWidget(button);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (m_table->currentIndex().isValid())
            emit removeRequested(m_table->currentIndex().row());
    });
    connect(m_undo, &QPushButton::clicked, this, &RatePanel::undoRequested);
    connect(m_revert, &QPushButton::clicked, this, &RatePanel::revertRequested);
    connect(m_save, &QPushButton::clicked, this, &RatePanel::saveRequested);
    return head;
}

QWidget *RatePanel::makeNewRow()
{
    auto *widget = new QWidget(this);
    const QStringList hints{tr("model"), tr("provider"), tr("from 2026-11-21"), tr("input"), tr("cached"), tr("output")};
    const QStringList names{tr("Model of the new price"), tr("Provider of the new price"), tr("First day of the new price"),
                            tr("Input price per million tokens"), tr("Cached input price per million tokens"), tr("Output price per million tokens")};
    auto *row = new QHBoxLayout(widget);
    row->setContentsMargins({});
    row->setSpacing(space::s);
    for (size_t i = 0; i < m_new.size(); ++i) {
        m_new[i] = new QLineEdit(widget);
        m_new[i]->setObjectName(QStringLiteral("costRateNew%1").arg(i));
        m_new[i]->setPlaceholderText(hints.at(static_cast<qsizetype>(i)));
        m_new[i]->setAccessibleName(names.at(static_cast<qsizetype>(i)));
        m_new[i]->setFont(monoFont());
        row->addWidget(m_new[i], i == 0 ? 2 : 1);
        connect(m_new[i], &QLineEdit::returnPressed, this, &RatePanel::sendNew);
    }
    auto *add = makeButton(QStringLiteral("costRateAdd"), tr("Add price"), tr("Add this price to the card"));
    row->addWidget(add);
    connect(add, &QPushButton::clicked, this, &RatePanel::sendNew);
    return widget;
}

void RatePanel::sendNew()
{
    static constexpr std::array<RateModel::Column, 6> columns{RateModel::Model, RateModel::Provider, RateModel::From,
                                                              RateModel::Input, RateModel::Cached, RateModel::Output};
    Rate rate;
    for (size_t i = 0; i < m_new.size(); ++i) {
        const auto next = editedRate(rate, columns[i], m_new[i]->text());
        if (!next) {
            setProblem(next.error().message);
            m_new[i]->setFocus();
            return;
        }
        rate = *next;
    }
    emit addRequested(rate);
}

void RatePanel::setStatus(const Status &status)
{
    m_source->setText(status.isDirty ? tr("%1 · changed, not saved").arg(status.source) : status.source);
    m_save->setEnabled(status.isDirty);
    m_revert->setEnabled(status.isDirty);
    m_undo->setEnabled(status.canUndo);
}

void RatePanel::setProblem(const QString &problem)
{
    m_problem->setText(problem.isEmpty() ? QString() : tr("Refused: %1").arg(problem));
    m_problem->setVisible(!problem.isEmpty());
}

void RatePanel::proposeModel(const QString &model)
{
    clearNew();
    m_new[0]->setText(model);
    m_new[2]->setFocus();
}

void RatePanel::clearNew()
{
    for (QLineEdit *edit : m_new)
        edit->clear();
    setProblem({});
}

} // namespace qd
