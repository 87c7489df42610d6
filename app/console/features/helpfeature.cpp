#include "features/helpfeature.h"

#include "help/helpresources.h"
#include "mainwindow.h"
#include "shell/helppage.h"
#include "shell/pagestack.h"
#include "workspace.h"

namespace qd {

HelpFeature::HelpFeature(Workspace &workspace, MainWindow &window)
{
    initHelpResources();
    const PageId page(QStringLiteral("help"));
    const QStringList names = QStringLiteral("getting-started tiles traces query queries changes chaos rollback cost policy allowlist mcp guard audit keys deckctl lab telemetry")
                                  .split(QLatin1Char(' '));
    window.addPage(page, new HelpPage(workspace.theme, QStringLiteral(":/help/"), names));
    workspace.commands.add({CommandId(QStringLiteral("help.guide")), tr("User guide"), tr("Help"),
                            {QKeySequence(Qt::Key_F1)}, QStringLiteral("help")},
                           this, [&window, page] { window.pages().open(page); });
    workspace.commands.addHint({page, tr("User guide"), QStringLiteral("Esc"), tr("Back")});
}

} // namespace qd
