// How the query page is laid out.
#include "query/plotpanel.h"
#include "query/problemlist.h"
#include "query/queryeditor.h"
#include "query/queryview.h"
#include "query/resultpane.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace qd {

namespace {

QVBoxLayout *tightColumn(QWidget *box, int spacing)
{
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

} // namespace

QWidget *QueryView::makeEditorSide()
{
    auto *box = new QFrame;
    box->setProperty("qdRole", QStringLiteral("panel"));
    auto *layout = tightColumn(box, 0);
    layout->setContentsMargins(1, 1, 1, 1);
    m_tabs->setObjectName(QStringLiteral("queryTabs"));
    m_tabs->setAccessibleName(tr("Queries that are open"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setElideMode(Qt::ElideRight);
    auto *more = new QToolButton;
    more->setObjectName(QStringLiteral("queryNewTab"));
    more->setText(QStringLiteral("+"));
    more->setAccessibleName(tr("New query"));
    more->setToolTip(tr("New query (Ctrl+N)"));
    connect(more, &QToolButton::clicked, this, &QueryView::tabRequested);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(space::m, space::xs, space::s, 0);
    line->addWidget(m_tabs);
    line->addWidget(more);
    line->addStretch(1);
    layout->addLayout(line);
    layout->addWidget(m_parameters);
    m_editor->setProperty("qdRole", QStringLiteral("plain"));
    layout->addWidget(m_editor, 1);
    layout->addWidget(m_problems);
    return box;
}

QWidget *QueryView::makeActions()
{
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, space::xs, 0);
    layout->setSpacing(space::xs);
    const auto add = [this, layout](const char *name, const QString &text, const QString &tip, void (QueryView::*intent)()) {
        auto *button = new QPushButton(text);
        button->setObjectName(QLatin1StringView(name));
        button->setProperty("qdRole", QStringLiteral("flat"));
        button->setAccessibleName(text);
        button->setToolTip(tip);
        connect(button, &QPushButton::clicked, this, intent);
        layout->addWidget(button);
    };
    add("querySave", tr("Save…"), tr("Save the query among your own (Ctrl+S)"), &QueryView::saveRequested);
    add("queryExport", tr("Export…"), tr("Write the rows to a CSV or JSON file"), &QueryView::exportRequested);
    add("queryCommand", tr("Copy as deckctl"), tr("The command that runs this query without a window"), &QueryView::commandRequested);
    return box;
}

QWidget *QueryView::makeResultSide()
{
    auto *box = new QWidget;
    auto *layout = tightColumn(box, space::s);
    m_rowMessage->setAlignment(Qt::AlignCenter);
    m_rowMessage->setWordWrap(true);
    m_rowStack->addWidget(m_rowMessage);
    m_rowStack->addWidget(m_rows);
    m_parts->setObjectName(QStringLiteral("queryParts"));
    m_parts->setAccessibleName(tr("Parts of the result"));
    m_parts->setDrawBase(false);
    m_parts->setExpanding(false);
    for (const auto &[title, part] : {std::pair(tr("Results"), static_cast<QWidget *>(m_rowStack)), std::pair(tr("Chart"), static_cast<QWidget *>(m_chart)),
                                      std::pair(tr("Messages"), static_cast<QWidget *>(m_messages))}) {
        m_parts->addTab(title);
        m_partStack->addWidget(part);
    }
    auto *line = new QHBoxLayout;
    line->setContentsMargins(space::s, 0, 0, 0);
    line->addWidget(m_parts);
    line->addStretch(1);
    line->addWidget(makeActions());
    auto *panel = new QFrame;
    panel->setProperty("qdRole", QStringLiteral("panel"));
    auto *inner = tightColumn(panel, 0);
    inner->setContentsMargins(space::xs, space::xs, space::xs, space::s);
    inner->addLayout(line);
    inner->addWidget(m_partStack, 1);
    layout->addWidget(m_head);
    layout->addWidget(panel, 1);
    return box;
}

} // namespace qd
