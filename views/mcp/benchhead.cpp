#include "mcp/benchhead.h"

#include "confirm/plaintext.h"
#include "format.h"
#include "mcp/mcpserverlook.h"
#include "mcp/tonemark.h"
#include "rollback/tonechip.h"
#include "widgets/elidelabel.h"
#include "widgets/labels.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

namespace {

QPushButton *benchHeadButton(QWidget *parent, const char *name, const QString &text, const QString &accessible)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QLatin1StringView(name));
    button->setAccessibleName(accessible);
    return button;
}

QStringList benchHeadFacts(const McpServerState &state)
{
    QStringList facts;
    if (state.info) {
        const bool isNamesake = state.info->name == state.config.id.value;
        facts << visibleText((isNamesake ? BenchHead::tr("version") : state.info->name) + u' ' + state.info->version, 100).simplified()
              << BenchHead::tr("MCP %1, %2").arg(visibleText(state.info->protocolVersion, 20), state.info->isModern ? BenchHead::tr("modern") : BenchHead::tr("legacy"));
    }
    if (state.latency)
        facts << format::duration(*state.latency);
    if (state.inspection && state.inspection->tokens > 0)
        facts << BenchHead::tr("%1 tokens").arg(format::compact(static_cast<double>(state.inspection->tokens)));
    if (state.listedAt)
        facts << BenchHead::tr("listed at %1").arg(toDateTime(*state.listedAt).toString(QStringLiteral("HH:mm:ss 'UTC'")));
    if (state.isStale)
        facts << BenchHead::tr("out of date");
    return facts;
}

} // namespace

BenchHead::BenchHead(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_mark(new ToneMark(theme, this)), m_name(makeLabel(this, QStringLiteral("mcpServerName"), "viewTitle")),
      m_facts(new ElideLabel(this, QStringLiteral("mcpFacts"), "secondary")), m_trust(new ToneChip(theme, this)), m_insecure(new ToneChip(theme, this))
{
    m_insecure->setObjectName(QStringLiteral("mcpInsecure"));
    m_insecure->setLook(Glyph::Bang, StatusTone::Warn, tr("certificate not checked"));
    m_insecure->setToolTip(tr("Any certificate of this server is taken: who stands between can read and change everything"));
    m_trust->setObjectName(QStringLiteral("mcpTrust"));
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *title = new QHBoxLayout;
    title->setSpacing(space::s);
    title->addWidget(m_mark);
    title->addWidget(m_name);
    title->addWidget(m_insecure);
    title->addWidget(m_trust);
    title->addStretch(1);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addLayout(title);
    words->addWidget(m_facts);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(space::xs, 0, 0, 0);
    line->setSpacing(space::s);
    line->addLayout(words, 1);
    line->addWidget(makeButtons(), 0, Qt::AlignTop);
    setServer(nullptr);
}

QWidget *BenchHead::makeButtons()
{
    auto *box = new QWidget(this);
    m_approve = benchHeadButton(box, "mcpApprove", {}, tr("Approve everything that this server offers now"));
    m_refresh = benchHeadButton(box, "mcpRefresh", tr("Refresh"), tr("Ask the server anew what it offers"));
    m_connect = benchHeadButton(box, "mcpConnect", tr("Connect"), tr("Connect to the server, or end the connection"));
    m_more = benchHeadButton(box, "mcpMore", tr("More…"), tr("More that can be done with the server"));
    fillMenu();
    auto *line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::xs);
    for (QPushButton *button : {m_approve, m_refresh, m_connect, m_more})
        line->addWidget(button);
    connect(m_approve, &QPushButton::clicked, this, &BenchHead::approveRequested);
    connect(m_refresh, &QPushButton::clicked, this, &BenchHead::refreshRequested);
    connect(m_connect, &QPushButton::clicked, this, [this] { m_isOpen ? emit disconnectRequested() : emit connectRequested(); });
    return box;
}

void BenchHead::fillMenu()
{
    auto *menu = new QMenu(m_more);
    const auto add = [this, menu](const char *name, const QString &text, void (BenchHead::*signal)()) {
        QAction *action = menu->addAction(text);
        action->setObjectName(QLatin1StringView(name));
        connect(action, &QAction::triggered, this, signal);
        return action;
    };
    m_edit = add("mcpEdit", tr("Edit…"), &BenchHead::editRequested);
    m_roots = add("mcpFolders", tr("Folders it may know of…"), &BenchHead::rootsRequested);
    m_forget = add("mcpForgetSignIn", tr("Forget the sign-in"), &BenchHead::forgetSignInRequested);
    add("mcpExport", tr("Export…"), &BenchHead::exportRequested);
    m_remove = add("mcpRemove", tr("Remove from the list"), &BenchHead::removeRequested);
    m_more->setMenu(menu);
}

void BenchHead::setServer(const McpServerState *state)
{
    m_isOpen = state && (state->status == McpServerState::Status::Connected || state->status == McpServerState::Status::Connecting);
    for (QPushButton *button : {m_approve, m_refresh, m_connect, m_more})
        button->setVisible(state);
    m_refresh->setEnabled(state && !state->isListing);
    const bool needsSignIn = state && state->status == McpServerState::Status::NeedsSignIn;
    m_connect->setText(m_isOpen ? tr("Disconnect") : needsSignIn ? tr("Sign in") : tr("Connect"));
    m_forget->setEnabled(state && state->config.transport != McpTransport::Stdio);
    for (QAction *action : {m_edit, m_roots, m_remove})
        action->setEnabled(state && !state->isPassing);
    m_remove->setToolTip(state && state->isPassing ? tr("It is the gateway's: it goes with the account") : QString());
    showFacts(state);
    showTrust(state);
}

void BenchHead::showFacts(const McpServerState *state)
{
    const auto [glyph, tone] = mcpServerLook(state ? state->status : McpServerState::Status::Idle);
    m_mark->setLook(glyph, tone);
    m_mark->setVisible(state);
    m_name->setText(state ? visibleText(state->config.id.value, 60).simplified() : tr("MCP workbench"));
    m_facts->setText(state ? benchHeadFacts(*state).join(QStringLiteral(" · ")) : QString());
    m_insecure->setVisible(state && state->config.tls.isInsecure && state->config.url.scheme() == QLatin1String("https"));
}

/// How the listing stands to what was approved; what the scan found comes first.
void BenchHead::showTrust(const McpServerState *state)
{
    const McpInspection *seen = state && state->inspection ? state->inspection.get() : nullptr;
    m_approve->setVisible(seen && (!seen->isPinned || seen->changed > 0 || !seen->identity.isEmpty()));
    m_approve->setText(seen && seen->isPinned ? tr("Approve changes") : tr("Approve listing"));
    m_trust->setVisible(seen && (seen->isPinned || seen->suspicious > 0));
    if (!seen)
        return;
    if (seen->suspicious > 0)
        m_trust->setLook(Glyph::Cross, StatusTone::Crit, tr("%1 suspicious").arg(seen->suspicious));
    else if (!seen->identity.isEmpty())
        m_trust->setLook(Glyph::Bang, StatusTone::Warn, tr("another program or address"));
    else if (seen->changed > 0)
        m_trust->setLook(Glyph::Bang, StatusTone::Warn, tr("%1 changed since approval").arg(seen->changed));
    else
        m_trust->setLook(Glyph::Tick, StatusTone::Ok, tr("approved"));
}

} // namespace qd
