"""Addresses of the public pages (under a language) and of the desk."""

from django.urls import URLPattern

public: list[URLPattern] = []
desk: list[URLPattern] = []
