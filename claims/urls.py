"""Addresses of the public pages (under a language) and of the desk."""

from django.urls import URLPattern, URLResolver, path

from claims.views.about import corrections, methodology
from claims.views.articles import article
from claims.views.cases import case
from claims.views.claims import claim
from claims.views.desk import captures, findings, links, notices, queue, signoff, workbench
from claims.views.desk import claims as desk_claims
from claims.views.documents import document
from claims.views.home import home
from claims.views.metrics import metric
from claims.views.scales import scale
from claims.views.search import search

public: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("cases/<slug:slug>/", case, name="case"),
    path("articles/<slug:slug>/", article, name="article"),
    path("claims/<slug:public_id>/", claim, name="claim"),
    path("metrics/<slug:slug>/", metric, name="metric"),
    path("scales/<slug:slug>/", scale, name="scale"),
    path("documents/<int:pk>/", document, name="document"),
    path("search/", search, name="search"),
    path("corrections/", corrections, name="corrections"),
    path("methodology/", methodology, name="methodology"),
]

desk: list[URLPattern | URLResolver] = [
    path("", queue.queue, name="desk"),
    path("assign/", queue.bulk_assign, name="desk-assign-many"),
    path("findings/", findings.index, name="desk-findings"),
    path("findings/<int:pk>/", findings.finding, name="desk-finding"),
    path("captures/<int:pk>/", captures.capture, name="desk-capture"),
    path("captures/<int:pk>/body/", captures.body, name="desk-capture-body"),
    path("captures/<int:pk>/take-down/", captures.take_down, name="desk-capture-take-down"),
    path("captures/<int:pk>/diff/<int:other>/", captures.diff, name="desk-diff"),
    path("findings.atom", notices.feed, name="desk-findings-feed"),
    path("notices/", notices.notices, name="desk-notices"),
    path("notices/snooze/", notices.snooze, name="desk-snooze"),
    path("links/", links.links, name="desk-links"),
    path("links/<int:pk>/", links.link, name="desk-link"),
    path("links/<int:pk>/recheck/", links.recheck, name="desk-link-recheck"),
    path("links/<int:pk>/adopt/", links.adopt, name="desk-link-adopt"),
    path("articles/<slug:slug>/", workbench.workbench, name="desk-workbench"),
    path("articles/<slug:slug>/record/", workbench.record, name="desk-record"),
    path("articles/<slug:slug>/version/", workbench.new_version, name="desk-version"),
    path("claims/<slug:public_id>/", desk_claims.claim, name="desk-claim"),
    path("claims/<slug:public_id>/edit/", desk_claims.edit, name="desk-edit"),
    path("claims/<slug:public_id>/cite/", desk_claims.cite, name="desk-cite"),
    path("claims/<slug:public_id>/evidence/<int:pk>/", desk_claims.change_evidence, name="desk-evidence"),
    path("claims/<slug:public_id>/assess/", desk_claims.assess, name="desk-assess"),
    path("claims/<slug:public_id>/move/", desk_claims.move, name="desk-move"),
    path("claims/<slug:public_id>/assign/", desk_claims.assign, name="desk-assign"),
    path("claims/<slug:public_id>/hold/", desk_claims.hold, name="desk-hold"),
    path("claims/<slug:public_id>/decline/", desk_claims.decline, name="desk-decline"),
    path("claims/<slug:public_id>/chief/", desk_claims.chief, name="desk-chief"),
    path("claims/<slug:public_id>/review/", signoff.signoff, name="desk-signoff"),
    path("claims/<slug:public_id>/review/reply/", signoff.reply, name="desk-reply"),
    path("claims/<slug:public_id>/review/publish/", signoff.publish, name="desk-publish"),
    path("claims/<slug:public_id>/review/return/", signoff.send_back, name="desk-return"),
]
